import { statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ModelEngine, TensorFlowCheck } from '../compute/messages.ts';
import type { DatabaseFileCheck } from '../database/checkDatabaseFile.ts';
import {
  type DiagnosedThing,
  type DiagnosisDetail,
  type DiagnosisRemedy,
  type DiagnosisValues,
  diagnosisWords,
  fillPlaces,
} from '../domain/diagnosisWords.ts';
import { LabError } from '../domain/labError.ts';
import { type InstalledModel, listModels } from './listModels.ts';

/** One numbered line of the self-diagnosis: in English, and by key for a window of another language. */
export interface DiagnosisCheck {
  readonly number: number;
  readonly thing: DiagnosedThing;
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'failed';
  readonly detail: string;
  readonly detailKey: DiagnosisDetail;
  /** what to do; undefined when all is well */
  readonly remedy?: string;
  readonly remedyKey?: DiagnosisRemedy;
  /** what stands in the places of detail and remedy */
  readonly values: DiagnosisValues;
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
  readonly describeEngines: (
    models: readonly Pick<InstalledModel, 'folder' | 'task'>[],
  ) => Promise<readonly ModelEngine[]>;
  /** reads the whole database of a lab; undefined: none was named, and no line is given */
  readonly checkLabDatabase?: (() => Promise<DatabaseFileCheck>) | undefined;
  readonly modelsFolder: string;
  /** where the free disk is measured: the folder that databases and reports are written to */
  readonly workFolder: string;
}

interface Finding {
  readonly state: DiagnosisCheck['state'];
  readonly detail: DiagnosisDetail;
  readonly remedy?: DiagnosisRemedy;
  readonly values: DiagnosisValues;
}

const minimumNodeMajor = 24;
/** a scan's database, reports and temporary files */
const minimumDiskBytes = 2e9;
/** station and compute together at a scan's peak, with TensorFlow's own share */
const minimumMemoryBytes = 2e9;

/** Looks at everything that a scan needs, one check after the other; a failing one never stops the rest. */
export async function diagnose(probes: DiagnosisProbes): Promise<readonly DiagnosisCheck[]> {
  const { modelsFolder, workFolder } = probes;
  const tensorFlow = await settle(probes.checkTensorFlow);
  const models = await settle(() => listModels(true, modelsFolder));
  const findings: readonly (readonly [DiagnosedThing, Finding])[] = [
    ['node', judgeNode(process.versions.node)],
    ['tensorFlow', judge(tensorFlow, describeTensorFlow, 'setUp')],
    ['convolution', judge(tensorFlow, judgeConvolution, 'setUp')],
    ['sqlite', judge(await settle(probes.checkDatabase), tell, 'reinstall')],
    ['sharp', judge(await settle(probes.checkSharp), tell, 'reinstall')],
    ['openSlide', judge(await settle(probes.checkOpenSlide), tell, 'setUp')],
    ['models', judge(models, judgeModels, 'restoreModels')],
    ['engine', judge(await settle(() => describeEngines(probes, models)), judgeEngines, 'setUp')],
    ['disk', judge(await settle(() => readFreeDiskBytes(workFolder)), judgeDisk, 'freeDisk')],
    ['memory', judgeMemory(process.availableMemory())],
    ...(await judgeLabDatabase(probes.checkLabDatabase)),
  ];
  return findings.map(([thing, finding], index) => sayCheck(index + 1, thing, finding));
}

function sayCheck(number: number, thing: DiagnosedThing, finding: Finding): DiagnosisCheck {
  const { state, detail, remedy, values } = finding;
  const { things, details, remedies } = diagnosisWords;
  return {
    ...{ number, thing, name: things[thing], state },
    ...{ detail: fillPlaces(details[detail], values), detailKey: detail, values },
    ...(remedy !== undefined && { remedy: fillPlaces(remedies[remedy], values), remedyKey: remedy }),
  };
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
  remedy: DiagnosisRemedy,
): Finding {
  if ('value' in settled) return judgeValue(settled.value);
  const { cause } = settled;
  const text = cause instanceof Error ? cause.message : String(cause);
  return { state: isMissing(cause) ? 'missing' : 'failed', detail: 'text', remedy, values: { text } };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof LabError && /-missing$/.test(cause.code);
}

function ok(detail: DiagnosisDetail, values: DiagnosisValues = {}): Finding {
  return { state: 'ok', detail, values };
}

function tell(text: string): Finding {
  return ok('text', { text });
}

function judgeNode(version: string): Finding {
  if (Number.parseInt(version, 10) >= minimumNodeMajor) return tell(version);
  const values = { version, needed: minimumNodeMajor };
  return { state: 'failed', detail: 'nodeTooOld', remedy: 'newerNode', values };
}

function describeTensorFlow({ version, device }: TensorFlowCheck): Finding {
  return ok('tensorFlow', { version, device });
}

function judgeConvolution({ forwardOk, backwardOk }: TensorFlowCheck): Finding {
  if (forwardOk && backwardOk) return ok('convolutionRight');
  const detail = forwardOk ? 'backwardWrong' : backwardOk ? 'forwardWrong' : 'bothWrong';
  return { state: 'failed', detail, remedy: 'noScansHere', values: {} };
}

function judgeModels(models: readonly InstalledModel[]): Finding {
  const remedy = 'restoreModels';
  if (models.length === 0) return { state: 'missing', detail: 'noModel', remedy, values: {} };
  const text = models
    .map(({ name, version, sha256, problem }) => `${name} ${version}: ${problem ?? sha256.slice(0, 12)}`)
    .join('; ');
  if (models.every((model) => model.problem === undefined)) return tell(text);
  return { state: 'failed', detail: 'text', remedy, values: { text } };
}

/** Of the models that are whole: what is wrong with the others is told above. */
function describeEngines(
  probes: DiagnosisProbes,
  models: Settled<readonly InstalledModel[]>,
): Promise<readonly ModelEngine[]> {
  const installed = 'value' in models ? models.value : [];
  const whole = installed.filter(({ problem }) => problem === undefined);
  return probes.describeEngines(whole.map(({ folder, task }) => ({ folder, task })));
}

function judgeEngines(engines: readonly ModelEngine[]): Finding {
  if (engines.length === 0) return ok('noClassifier');
  const text = engines
    .map(({ modelFolder, engine, note }) => {
      const words = [engine, note].filter((word) => word !== undefined).join('; ');
      return `${basename(modelFolder)}: ${words}`;
    })
    .join('. ');
  if (engines.every(({ isBroken }) => !isBroken)) return tell(text);
  return { state: 'failed', detail: 'text', remedy: 'copyModelAgain', values: { text } };
}

async function judgeLabDatabase(
  probe: DiagnosisProbes['checkLabDatabase'],
): Promise<readonly (readonly [DiagnosedThing, Finding])[]> {
  if (probe === undefined) return [];
  const checked = await settle(probe);
  return [
    ['database', judge(checked, judgeIntegrity, 'restoreDatabase')],
    ['audit', judge(checked, judgeAudit, 'restoreDatabase')],
  ];
}

function judgeIntegrity({ integrity }: DatabaseFileCheck): Finding {
  if (integrity.isIntact) return ok('intact');
  const [first = '', ...rest] = integrity.problems;
  const detail = rest.length === 0 ? 'damaged' : 'damagedMore';
  return { state: 'failed', detail, remedy: 'restoreDatabase', values: { first, more: rest.length } };
}

/** The hash of the last entry is told: noted elsewhere, it proves later that nothing up to here was rewritten. */
function judgeAudit({ audit }: DatabaseFileCheck): Finding {
  const { entryCount, broken, headHash } = audit;
  if (broken === undefined)
    return entryCount === 0 ? ok('noEntry') : ok('chain', { entries: entryCount, hash: headHash });
  const values = { entry: broken.sequence, reason: broken.reason };
  return { state: 'failed', detail: 'broken', remedy: 'askWhoChanged', values };
}

function judgeDisk(freeBytes: number): Finding {
  return judgeFree(freeBytes, minimumDiskBytes, 'freeDisk');
}

function judgeMemory(freeBytes: number): Finding {
  return judgeFree(freeBytes, minimumMemoryBytes, 'closePrograms');
}

function judgeFree(freeBytes: number, neededBytes: number, remedy: DiagnosisRemedy): Finding {
  const values = { free: (freeBytes / 1e9).toFixed(1), needed: (neededBytes / 1e9).toFixed(1) };
  if (freeBytes >= neededBytes) return ok('free', values);
  return { state: 'failed', detail: 'freeTooLittle', remedy, values };
}
