import type { Command } from 'commander';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface DiagnoseOptions {
  readonly db?: string;
  readonly json: boolean;
}

/** `lab diagnose`: numbered checks of this machine. */
export function addDiagnoseCommand(program: Command): void {
  program
    .command('diagnose')
    .summary('check that this machine can scan')
    .description(
      'Check everything that a scan needs, one numbered line each, with what to do where it is not ok.',
    )
    .option('--db <file>', 'check a database too: that it is whole, and its audit trail unbroken')
    .option('--json', 'print one JSON object a check', false)
    .addHelpText('after', '\nExamples:\n  lab diagnose\n  lab diagnose --db lab.db\n  lab diagnose --json')
    .action((options: DiagnoseOptions) => runCommand((context) => diagnose(options, context)));
}

async function diagnose(options: DiagnoseOptions, context: CommandContext): Promise<ExitCode> {
  const { runDiagnosis } = await import('../workflows/runDiagnosis.ts');
  const { formatDiagnosis } = await import('../workflows/diagnose.ts');
  const { withComputeClient } = await import('../workflows/withComputeClient.ts');
  const { openSlideLibraryPath } = await import('../setup/runtimePaths.ts');
  const checks = await withComputeClient((compute) =>
    runDiagnosis(compute, {
      openSlideLibraryPath: openSlideLibraryPath(),
      workFolder: process.cwd(),
      databasePath: options.db,
    }),
  );
  if (options.json) for (const check of checks) context.print(JSON.stringify(check));
  else context.print(formatDiagnosis(checks));
  return checks.every(({ state }) => state === 'ok') ? exitCodes.ok : exitCodes.failed;
}
