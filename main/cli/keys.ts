import type { Command } from 'commander';
import { wholeNumber } from './optionValues.ts';
import { readPassword } from './readPassword.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface CreateOptions {
  readonly out: string;
  readonly name: string;
  readonly organisation?: string;
  readonly years: number;
  readonly passwordFile?: string;
}

/** `lab keys create`: a signing key for reports. */
export function addKeysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .summary('make signing keys')
    .description('Keys that reports are signed with.');
  keys
    .command('create')
    .description('Make a signing key with a self-signed certificate, as a PKCS#12 file.')
    .requiredOption('--out <file>', 'the new file, e.g. my.p12')
    .requiredOption('--name <name>', 'whose key it is: the name that readers of a report see')
    .option('--organisation <name>', 'laboratory or hospital')
    .option('--years <n>', 'how long the key is valid', wholeNumber(1, 30), 3)
    .option('--password-file <file>', 'file whose first line is the password (else BLASTSCOPE_KEY_PASSWORD)')
    .addHelpText(
      'after',
      `
Examples:
  lab keys create --out my.p12 --name "Dr. A. Example" --password-file my.password
  BLASTSCOPE_KEY_PASSWORD=… lab keys create --out my.p12 --name "Dr. A. Example"`,
    )
    .action((options: CreateOptions) => runCommand((context) => create(options, context)));
}

async function create(options: CreateOptions, context: CommandContext): Promise<void> {
  const { createKeyFile } = await import('../workflows/createKeyFile.ts');
  const { out, name, organisation, years, passwordFile } = options;
  await createKeyFile(out, {
    commonName: name,
    ...(organisation === undefined ? {} : { organisation }),
    password: await readPassword(passwordFile),
    validYears: years,
  });
  context.print(out);
}
