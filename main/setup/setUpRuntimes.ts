import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { assertCompiler, buildRuntime, findRuntime } from './buildRuntime.ts';
import { chooseAccelerator, listGraphicsCards } from './chooseAccelerator.ts';
import { assertFreeDisk, readFreeBytes } from './freeDisk.ts';
import { hasErrorCode } from './hasErrorCode.ts';
import { findInstalledWheel, type InstallOptions, installWheel } from './installWheel.ts';
import { isPackageLinked, linkPackage, readLinkedRuntimeName } from './linkPackage.ts';
import { computeNeededBytes, planRuntimes, type RuntimePlan } from './planRuntimes.ts';
import { readJsonFile } from './readJsonFile.ts';
import {
  cacheFolder,
  nodeHeadersFolder,
  tensorFlowPackageFolder,
  thisHost,
  unfinishedFolder,
} from './runtimePaths.ts';
import { withSetupLock } from './setupLock.ts';
import { formatBytes, type SetupLog, type Terminal } from './setupProgress.ts';
import type { WheelPin } from './wheelPins.ts';

export interface SetupRequest {
  /** true: the CUDA build where nvidia-smi finds a card; false: the CPU build; undefined: as it is now */
  readonly gpu?: boolean | undefined;
  readonly log: SetupLog;
  /** gets a moving bar when it is a TTY; standard error unless told */
  readonly terminal?: Terminal;
  readonly signal?: AbortSignal | undefined;
  /** the rest is for tests and odd machines */
  readonly cache?: string;
  readonly packageFolder?: string;
  readonly python?: string;
  readonly compiler?: string;
}

interface SetupContext extends InstallOptions {
  readonly plan: RuntimePlan;
  readonly packageFolder: string;
  readonly compiler: string;
}

/** Makes TensorFlow and OpenSlide usable on this machine: fetches their libraries into the user's cache,
 *  builds the binding, links both into the npm package. What is there already is left as it is, so that a
 *  second call does nothing and says so in one line.
 *  @throws LabError 'setup-failed' | 'disk-full' | 'output-unwritable' | 'cancelled', saying what to do */
export async function setUpRuntimes(request: SetupRequest): Promise<void> {
  try {
    const context = await prepareContext(request);
    if (!(await isReady(context))) {
      await mkdir(context.cache, { recursive: true });
      await withSetupLock(context.cache, context, () => install(context));
    }
    const { plan, log, cache } = context;
    log(`Runtimes are ready: ${plan.runtimeName}, OpenSlide ${plan.openSlideWheel.version}, in ${cache}`);
  } catch (cause) {
    throw explainFailure(cause);
  }
}

async function prepareContext(request: SetupRequest): Promise<SetupContext> {
  const { gpu, log, terminal = process.stderr, signal } = request;
  const { cache = cacheFolder(), packageFolder = tensorFlowPackageFolder() } = request;
  const { python = 'python3', compiler = 'g++' } = request;
  const host = thisHost();
  const cards = gpu === true ? await listGraphicsCards() : [];
  const linkedRuntimeName = await readLinkedRuntimeName(packageFolder);
  const { accelerator, note } = chooseAccelerator(gpu, { host, cards, linkedRuntimeName });
  if (note !== undefined) log(note);
  const plan = planRuntimes(host, accelerator, await readPackageVersion(packageFolder));
  return { plan, cache, packageFolder, python, compiler, log, terminal, signal, retryWaitMs: 2_000 };
}

async function readPackageVersion(packageFolder: string): Promise<string> {
  const path = join(packageFolder, 'package.json');
  return z.object({ version: z.string() }).parse(await readJsonFile(path)).version;
}

async function isReady({ plan, cache, packageFolder }: SetupContext): Promise<boolean> {
  const runtime = await findRuntime(plan, cache);
  if (runtime === undefined || !(await isPackageLinked(packageFolder, runtime))) return false;
  return (await findInstalledWheel(plan.openSlideWheel, cache)) !== undefined;
}

async function install(context: SetupContext): Promise<void> {
  const { plan, cache, packageFolder, compiler, log, signal } = context;
  // Only a killed set-up leaves something here; its pip or g++ may live on for a moment and still write.
  await rm(unfinishedFolder(cache), { recursive: true, force: true, maxRetries: 5 });
  const builtRuntime = await findRuntime(plan, cache);
  if (builtRuntime === undefined) await assertCompiler(compiler);
  const wheels = [plan.openSlideWheel, ...(builtRuntime === undefined ? plan.tensorFlowWheels : [])];
  await assertRoom(wheels, context);
  await installWheel(plan.openSlideWheel, context);
  let runtime = builtRuntime;
  if (runtime === undefined) {
    const installed = [];
    for (const wheel of plan.tensorFlowWheels) installed.push(await installWheel(wheel, context));
    const nodeHeaders = nodeHeadersFolder();
    // found when only a wheel had to be fetched anew: the binding built against it before still loads
    runtime =
      (await findRuntime(plan, cache)) ??
      (await buildRuntime(plan, installed, { cache, log, compiler, packageFolder, nodeHeaders, signal }));
  }
  if (await isPackageLinked(packageFolder, runtime)) return;
  log(`Linking the libraries into ${packageFolder}`);
  await linkPackage(packageFolder, runtime);
}

async function assertRoom(wheels: readonly WheelPin[], { cache, log }: SetupContext): Promise<void> {
  const missing = [];
  for (const wheel of wheels) {
    if ((await findInstalledWheel(wheel, cache)) === undefined) missing.push(wheel);
  }
  if (missing.length === 0) return;
  assertFreeDisk(cache, await readFreeBytes(cache), computeNeededBytes(missing));
  const downloadBytes = missing.reduce((sum, wheel) => sum + wheel.downloadBytes, 0);
  const unpackedBytes = missing.reduce((sum, wheel) => sum + wheel.unpackedBytes, 0);
  log(
    `To download: ${missing.length} packages, ${formatBytes(downloadBytes)}; on disk ${formatBytes(unpackedBytes)} in ${cache}`,
  );
}

/** System errors that a user can do something about become LabErrors; everything else passes. */
function explainFailure(cause: unknown): unknown {
  if (cause instanceof LabError || !(cause instanceof Error)) return cause;
  if (cause.name === 'AbortError') return new LabError('cancelled', 'Set-up was cancelled.', {}, { cause });
  if (hasErrorCode(cause, 'MODULE_NOT_FOUND')) {
    const words = `A package of the program is missing. Run \`npm ci\` in its folder, then the set-up again. (${cause.message.split('\n')[0]})`;
    return new LabError('setup-failed', words, {}, { cause });
  }
  if (hasErrorCode(cause, 'ENOSPC', 'EDQUOT')) {
    const words = `The disk became full during set-up (${cause.message}). Free some space, then run it again.`;
    return new LabError('disk-full', words, {}, { cause });
  }
  if (hasErrorCode(cause, 'EACCES', 'EPERM', 'EROFS')) {
    const words = `Set-up may not write here: ${cause.message}. Set BLASTSCOPE_CACHE to a folder of yours, and run as the owner of node_modules.`;
    return new LabError('output-unwritable', words, {}, { cause });
  }
  return cause;
}
