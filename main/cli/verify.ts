import type { Command } from 'commander';
import type { Verification } from '../workflows/verifyReportFile.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

/** `lab verify`: whether a report is as it was signed. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .summary('check the signature of a report')
    .description(
      'Say whether a report is valid, altered or unsigned. The exit code is 0 only when it is valid.',
    )
    .argument('<pdf>', 'report')
    .option('--json', 'print one JSON object', false)
    .addHelpText('after', '\nExample:\n  lab verify report.pdf')
    .action((pdf: string, options: { readonly json: boolean }) =>
      runCommand((context) => verify(pdf, options, context)),
    );
}

async function verify(
  pdf: string,
  options: { readonly json: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  const { verifyReportFile } = await import('../workflows/verifyReportFile.ts');
  const verification = await verifyReportFile(pdf);
  context.print(
    options.json ? JSON.stringify({ file: pdf, ...verification }) : formatVerification(verification),
  );
  return verification.state === 'valid' ? exitCodes.ok : exitCodes.failed;
}

function formatVerification({ state, detail, signer, reason, signedAt }: Verification): string {
  const lines = [`${state}: ${detail}`];
  if (signer !== undefined)
    lines.push(`signer: ${signer.commonName}, certificate SHA-256 ${signer.certificateSha256}`);
  if (reason !== undefined) lines.push(`meaning: ${reason}`);
  if (signedAt !== undefined) lines.push(`stated time: ${signedAt}`);
  return lines.join('\n');
}
