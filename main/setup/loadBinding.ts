import { join } from 'node:path';
import { lastLines, runCommand } from './runCommand.ts';

/** Where the package's JavaScript looks for the binding, from the package's or a runtime's folder. */
export function bindingPath(folder: string): string {
  return join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/** Loads the binding below a folder in a process of its own, which may crash.
 *  @returns undefined when it loads, else why it does not */
export async function loadBinding(folder: string): Promise<string | undefined> {
  const outcome = await runCommand(
    process.execPath,
    ['-e', 'require(process.argv[1])', bindingPath(folder)],
    {
      environment: { TF_CPP_MIN_LOG_LEVEL: '3', NODE_OPTIONS: '' },
    },
  );
  return outcome.exitCode === 0 ? undefined : lastLines(outcome.stderr, 6) || `exit code ${outcome.exitCode}`;
}
