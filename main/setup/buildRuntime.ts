import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LabError } from '../domain/labError.ts';
import { acceptListAttributes, listAttributesMark } from './acceptListAttributes.ts';
import { readCompleteStamp, writeStamp } from './installStamp.ts';
import type { InstalledWheel } from './installWheel.ts';
import { bindingPath, loadBinding } from './loadBinding.ts';
import { moveIntoPlace } from './moveIntoPlace.ts';
import { planLinks } from './planLinks.ts';
import type { RuntimePlan } from './planRuntimes.ts';
import { lastLines, runCommand } from './runCommand.ts';
import { runtimesFolder, unfinishedFolder } from './runtimePaths.ts';
import type { SetupLog } from './setupProgress.ts';

const installCompiler = 'On Debian and Ubuntu: apt-get install g++. Then run the set-up again.';

export interface BuildOptions {
  readonly cache: string;
  readonly log: SetupLog;
  /** C++ compiler that takes g++'s arguments */
  readonly compiler: string;
  /** the npm package with the binding's source */
  readonly packageFolder: string;
  readonly nodeHeaders: string;
  readonly signal?: AbortSignal | undefined;
}

/** The runtime of this plan in the cache when it is whole and its binding loads, undefined otherwise. */
export async function findRuntime(plan: RuntimePlan, cache: string): Promise<string | undefined> {
  const folder = runtimeFolder(plan, cache);
  if ((await readCompleteStamp(folder, sourceOf(plan))) === undefined) return undefined;
  return (await loadBinding(folder)) === undefined ? folder : undefined;
}

/** Where the runtime of this plan lies once it is built. */
export function runtimeFolder(plan: RuntimePlan, cache: string): string {
  return join(runtimesFolder(cache), plan.runtimeName);
}

/** @throws LabError 'setup-failed' when the compiler is missing: better known before a long download */
export async function assertCompiler(compiler: string): Promise<void> {
  const outcome = await runCommand(compiler, ['--version']);
  if (outcome.exitCode === 0) return;
  throw new LabError(
    'setup-failed',
    `Set-up builds TensorFlow's binding with ${compiler}, which is not on this machine. ${installCompiler}`,
  );
}

/** Makes the runtime: a folder laid out like the npm package's native half, whose `deps/lib` links to the
 *  unpacked wheels and whose binding is built against them and tried.
 *  @returns the runtime's folder
 *  @throws LabError 'setup-failed' with the compiler's or the loader's words */
export async function buildRuntime(
  plan: RuntimePlan,
  wheels: readonly InstalledWheel[],
  options: BuildOptions,
): Promise<string> {
  const workFolder = join(unfinishedFolder(options.cache), randomUUID());
  try {
    await linkWheels(wheels, workFolder);
    await compileBinding(wheels, workFolder, options);
    const reason = await loadBinding(workFolder);
    if (reason !== undefined) {
      throw new LabError(
        'setup-failed',
        `TensorFlow's binding was built but does not load. If a second set-up ends the same way, remove ${options.cache} and run it again. The loader said: ${reason}`,
      );
    }
    await writeStamp(workFolder, sourceOf(plan));
    const folder = runtimeFolder(plan, options.cache);
    await moveIntoPlace(workFolder, folder);
    return folder;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

function sourceOf(plan: RuntimePlan): string {
  return [plan.runtimeName, listAttributesMark, ...plan.tensorFlowWheels.map((wheel) => wheel.sha256)].join(
    ' ',
  );
}

async function linkWheels(wheels: readonly InstalledWheel[], folder: string): Promise<void> {
  for (const wheel of wheels) {
    for (const { link, target } of planLinks(wheel.stamp.files.map((file) => file.path))) {
      const place = join(folder, link);
      await mkdir(dirname(place), { recursive: true });
      await symlink(join(wheel.folder, target), place);
    }
  }
}

async function compileBinding(
  wheels: readonly InstalledWheel[],
  folder: string,
  options: BuildOptions,
): Promise<void> {
  const place = bindingPath(folder);
  await mkdir(dirname(place), { recursive: true });
  options.log(`Building TensorFlow's binding with ${options.compiler}, about 10 s …`);
  const source = join(options.packageFolder, 'binding');
  const backend = join(folder, 'tfjs_backend.cc');
  await writeFile(backend, acceptListAttributes(await readFile(join(source, 'tfjs_backend.cc'), 'utf8')));
  const outcome = await runCommand(
    options.compiler,
    [
      '-std=c++17',
      '-O2',
      '-shared',
      '-fPIC',
      '-DNAPI_VERSION=8',
      `-I${options.nodeHeaders}`,
      ...wheels.map((wheel) => `-I${join(wheel.folder, 'tensorflow', 'include')}`),
      `-I${source}`,
      backend,
      join(source, 'tfjs_binding.cc'),
      `-L${join(folder, 'deps', 'lib')}`,
      '-ltensorflow',
      '-ltensorflow_framework',
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
      '-o',
      place,
    ],
    { signal: options.signal },
  );
  if (outcome.exitCode === 0) return;
  if (outcome.exitCode === undefined) await assertCompiler(options.compiler);
  throw new LabError(
    'setup-failed',
    `${options.compiler} could not build TensorFlow's binding. It said: ${lastLines(outcome.stderr, 8)}`,
  );
}
