import { statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ModelEngine, TensorFlowCheck } from '../compute/messages.ts';
import type { DatabaseFileCheck } from '../database/checkDatabaseFile.ts';
import { LabError } from '../domain/labError.ts';
import { type InstalledModel, listModels } from './listModels.ts';

/** One numbered line of the self-diagnosis. */
export interface DiagnosisCheck {
  readonly number: number;
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'failed';
  readonly detail: string;
  /** what to do; undefined when all is well */
  readonly remedy?: string;
}

/** What the checks need of folders that workflows do not know. A probe that throws fails its check only. */
export interface DiagnosisProbes {
  /** in the compute process */
  readonly checkTensorFlow: () => Promise<TensorFlowCheck>;
  /** opens a database in memory; gives SQLite's version */
  readonly checkDatabase: () => string | Promise<string>;
  /** decodes and encodes a small image; gives the versions of sharp and libvips */
  readonly checkSharp: () => string | Promise<string>;
  /** loads the library; gives its version */
  readonly checkOpenSlide: () => string | Promise<string>;
  /** in the compute process */
  readonly describeEngines: (modelFolders: readonly string[]) => Promise<readonly ModelEngine[]>;
  /** reads the whole database of a lab; undefined: none was named, and no line is given */
  readonly checkLabDatabase?: (() => Promise<DatabaseFileCheck>) | undefined;
  readonly modelsFolder: string;
  /** where the free disk is measured: the folder that databases and reports are written to */
  readonly workFolder: string;
}

interface Finding {
  readonly state: DiagnosisCheck['state'];
  readonly detail: string;
  readonly remedy?: string;
}

const minimumNodeMajor = 24;
/** a scan's database, reports and temporary files */
const minimumDiskBytes = 2e9;
/** station and compute together at a scan's peak, with TensorFlow's own share */
const minimumMemoryBytes = 2e9;

const runSetup = 'Run `npm run setup`.';
const reinstall = 'Run `npm ci` in the program folder, then `npm run setup`.';

/** Looks at everything that a scan needs, one check after the other; a failing one never stops the rest. */
export async function diagnose(probes: DiagnosisProbes): Promise<readonly DiagnosisCheck[]> {
  const { modelsFolder, workFolder } = probes;
  const tensorFlow = await settle(probes.checkTensorFlow);
  const models = await settle(() => listModels(true, modelsFolder));
  const findings: readonly (readonly [string, Finding])[] = [
    ['Node.js', judgeNode(process.versions.node)],
    ['TensorFlow', judge(tensorFlow, describeTensorFlow, runSetup)],
    ['Convolution forward and backward', judge(tensorFlow, judgeConvolution, runSetup)],
    ['SQLite', judge(await settle(probes.checkDatabase), ok, reinstall)],
    ['sharp', judge(await settle(probes.checkSharp), ok, reinstall)],
    ['OpenSlide', judge(await settle(probes.checkOpenSlide), ok, runSetup)],
    ['Model hashes', judge(models, judgeModels, restoreModels)],
    ['Engine', judge(await settle(() => describeEngines(probes, models)), judgeEngines, runSetup)],
    ['Free disk', judge(await settle(() => readFreeDiskBytes(workFolder)), judgeDisk, freeDisk)],
    ['Free memory', judgeMemory(process.availableMemory())],
    ...(await judgeLabDatabase(probes.checkLabDatabase)),
  ];
  return findings.map(([name, finding], index) => ({ number: index + 1, name, ...finding }));
}

/** "1. Node.js … ok (24.21.0)", with what to do below each line that is not ok. */
export function formatDiagnosis(checks: readonly DiagnosisCheck[]): string {
  return checks
    .map(({ number, name, state, detail, remedy }) => {
      const line = `${String(number).padStart(2)}. ${name} … ${state} (${detail})`;
      return remedy === undefined ? line : `${line}\n    → ${remedy}`;
    })
    .join('\n');
}

/** Bytes that this user may still write on the disk of a folder. */
async function readFreeDiskBytes(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

type Settled<Value> = { readonly value: Value } | { readonly cause: unknown };

async function settle<Value>(probe: () => Value | Promise<Value>): Promise<Settled<Value>> {
  try {
    return { value: await probe() };
  } catch (cause) {
    return { cause };
  }
}

function judge<Value>(
  settled: Settled<Value>,
  judgeValue: (value: Value) => Finding,
  remedy: string,
): Finding {
  if ('value' in settled) return judgeValue(settled.value);
  const { cause } = settled;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { state: isMissing(cause) ? 'missing' : 'failed', detail, remedy };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof LabError && /-missing$/.test(cause.code);
}

function ok(detail: string): Finding {
  return { state: 'ok', detail };
}

function judgeNode(version: string): Finding {
  if (Number.parseInt(version, 10) >= minimumNodeMajor) return ok(version);
  const remedy = `Start the program with \`npm run\`, which brings Node ${minimumNodeMajor}, or install that.`;
  return { state: 'failed', detail: `${version}, needs ${minimumNodeMajor} or newer`, remedy };
}

function describeTensorFlow({ version, device }: TensorFlowCheck): Finding {
  return ok(`${version}, on ${device}`);
}

function judgeConvolution({ forwardOk, backwardOk }: TensorFlowCheck): Finding {
  if (forwardOk && backwardOk) return ok('both give the numbers they must');
  const wrong = [...(forwardOk ? [] : ['forward']), ...(backwardOk ? [] : ['backward'])].join(' and ');
  return {
    state: 'failed',
    detail: `wrong numbers ${wrong}`,
    remedy:
      'Do not use this machine for scans. Remove the cache folder, run `npm run setup` and try again without GPU.',
  };
}

const restoreModels = "Get the models folder back from the program's release, or train one: `lab train`.";

function judgeModels(models: readonly InstalledModel[]): Finding {
  if (models.length === 0) return { state: 'missing', detail: 'there is no model', remedy: restoreModels };
  const detail = models
    .map(({ name, version, sha256, problem }) => `${name} ${version}: ${problem ?? sha256.slice(0, 12)}`)
    .join('; ');
  if (models.every((model) => model.problem === undefined)) return ok(detail);
  return { state: 'failed', detail, remedy: restoreModels };
}

/** Of the classifiers that are whole: what is wrong with the others is told above. */
function describeEngines(
  probes: DiagnosisProbes,
  models: Settled<readonly InstalledModel[]>,
): Promise<readonly ModelEngine[]> {
  const installed = 'value' in models ? models.value : [];
  const whole = installed.filter(({ card, problem }) => card !== undefined && problem === undefined);
  return probes.describeEngines(whole.map(({ folder }) => folder));
}

const makeCopy =
  'Make the copy again: `lab models quantize`. Until then the model runs in float32, more slowly.';

function judgeEngines(engines: readonly ModelEngine[]): Finding {
  if (engines.length === 0) return ok('there is no classifier to run');
  const detail = engines
    .map(({ modelFolder, engine, note }) => {
      const words = [engine, note].filter((word) => word !== undefined).join('; ');
      return `${basename(modelFolder)}: ${words}`;
    })
    .join('. ');
  if (engines.every(({ isBroken }) => !isBroken)) return ok(detail);
  return { state: 'failed', detail, remedy: makeCopy };
}

const restoreDatabase =
  'Stop work, keep the file as it is, and go on with the newest backup: labels given to a damaged file may be lost.';
const askWhoChanged =
  'Something other than this program has written to the database. Keep the file as it is, and compare it with your backups.';

async function judgeLabDatabase(
  probe: DiagnosisProbes['checkLabDatabase'],
): Promise<readonly (readonly [string, Finding])[]> {
  if (probe === undefined) return [];
  const checked = await settle(probe);
  return [
    ['Lab database', judge(checked, judgeIntegrity, restoreDatabase)],
    ['Audit trail', judge(checked, judgeAudit, restoreDatabase)],
  ];
}

function judgeIntegrity({ integrity }: DatabaseFileCheck): Finding {
  if (integrity.isIntact) return ok('every page and every reference fits');
  const [first = '', ...rest] = integrity.problems;
  const detail = rest.length === 0 ? first : `${first}; and ${rest.length} more`;
  return { state: 'failed', detail, remedy: restoreDatabase };
}

/** The hash of the last entry is told: noted elsewhere, it proves later that nothing up to here was rewritten. */
function judgeAudit({ audit }: DatabaseFileCheck): Finding {
  const { entryCount, broken, headHash } = audit;
  if (broken === undefined)
    return ok(entryCount === 0 ? 'no entry yet' : `${entryCount} entries in one chain, up to ${headHash}`);
  return { state: 'failed', detail: `entry ${broken.sequence}: ${broken.reason}`, remedy: askWhoChanged };
}

const freeDisk = 'Free some space, or work in a folder on another disk.';

function judgeDisk(freeBytes: number): Finding {
  return judgeFree(freeBytes, minimumDiskBytes, freeDisk);
}

function judgeMemory(freeBytes: number): Finding {
  return judgeFree(freeBytes, minimumMemoryBytes, 'Close other programs before a scan.');
}

function judgeFree(freeBytes: number, neededBytes: number, remedy: string): Finding {
  const detail = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  if (freeBytes >= neededBytes) return ok(detail);
  return { state: 'failed', detail: `${detail}, needs ${(neededBytes / 1e9).toFixed(1)} GB`, remedy };
}
