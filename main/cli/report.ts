import { type Command, Option } from 'commander';
import { isTimeZone } from '../domain/timeZone.ts';
import type { SignatureMeaning } from '../workflows/issueReport.ts';
import { readPassword } from './readPassword.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

interface ReportOptions {
  readonly db: string;
  readonly out: string;
  readonly key: string;
  readonly passwordFile?: string;
  readonly reviewer?: string;
  readonly role?: string;
  readonly meaning?: SignatureMeaning;
  readonly timeZone?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `lab report`: a signed PDF on one slide. */
export function addReportCommand(program: Command): void {
  const command = program
    .command('report')
    .summary('issue a signed PDF report on a slide')
    .description('Issue a signed PDF report on the newest scan of a slide, and record it in the database.')
    .argument('<slide>', 'id, name or path of the slide')
    .requiredOption('--db <file>', 'database of the scan')
    .requiredOption('--out <pdf>', 'the report')
    .requiredOption('--key <p12>', 'signing key, a PKCS#12 file')
    .option(
      '--password-file <file>',
      "file whose first line is the key's password (else BLASTSCOPE_KEY_PASSWORD)",
    )
    .option(
      '--reviewer <name>',
      'who answers for it (default: nobody, issued automatically in the name of the key)',
    )
    .option('--role <role>', "the reviewer's role, e.g. haematologist")
    .addOption(
      new Option('--meaning <meaning>', 'what the signature means').choices(['reviewed', 'approved']),
    )
    .option('--time-zone <zone>', 'zone of printed dates, e.g. Europe/Berlin (default: UTC)')
    .option('--force', 'replace an older file of that name', false)
    .option('--json', 'print one JSON object', false)
    .addHelpText(
      'after',
      `
Examples:
  lab report smear-7 --db lab.db --out smear-7.pdf --key my.p12 --password-file my.password
  lab report smear-7 --db lab.db --out smear-7.pdf --key my.p12 --password-file my.password \\
    --reviewer "Dr. A. Example" --role haematologist --meaning reviewed`,
    );
  command.action((slide: string, options: ReportOptions) => {
    const given = [options.reviewer, options.role, options.meaning].filter((value) => value !== undefined);
    if (given.length !== 0 && given.length !== 3)
      command.error('error: --reviewer, --role and --meaning go together', { exitCode: 2 });
    if (options.timeZone !== undefined && !isTimeZone(options.timeZone))
      command.error(`error: --time-zone ${options.timeZone} is no zone of this machine`, { exitCode: 2 });
    return runCommand((context) => report(slide, options, context));
  });
}

async function report(slide: string, options: ReportOptions, context: CommandContext): Promise<void> {
  const { issueReport } = await import('../workflows/issueReport.ts');
  const { openExistingDatabase } = await import('../workflows/openExistingDatabase.ts');
  const { reviewer, role, meaning } = options;
  const password = await readPassword(options.passwordFile);
  const db = openExistingDatabase(options.db);
  try {
    const issued = await issueReport(db, {
      slide,
      outPath: options.out,
      mayReplace: options.force,
      key: { path: options.key, password },
      reviewer:
        reviewer === undefined || role === undefined || meaning === undefined
          ? undefined
          : { name: reviewer, role, meaning },
      timeZone: options.timeZone,
    });
    const { id, path, pdfSha256, slideId, signatureMeaning } = issued;
    context.print(options.json ? JSON.stringify({ id, path, pdfSha256, slideId, signatureMeaning }) : path);
  } finally {
    db.close();
  }
}
