import type { Command } from 'commander';
import { runCommand } from './runCommand.ts';
import { addPersonOptions, type PersonOptions, readPerson, withStation } from './stationOptions.ts';

interface ExportOptions {
  readonly out: string;
  readonly db?: string;
  readonly force: boolean;
  readonly json: boolean;
}

interface ImportOptions extends PersonOptions {
  readonly db: string;
  readonly json: boolean;
}

/** `lab models export` and `import`: a model from one station to another. */
export function addModelsBundleCommands(models: Command): void {
  models
    .command('export')
    .summary('write a model as one file')
    .description(
      'Write a model as one ZIP archive (or a folder, where the name does not end in .zip) with the hash of every file and ' +
        'test vectors: what it gives for a few drawn pictures.',
    )
    .argument('<model>', 'name-version')
    .requiredOption('--out <path>', 'the new archive, e.g. mine-1.0.0.zip')
    .option('--db <file>', "the station's database, for a model of its own")
    .option('--force', 'replace an older one of that name', false)
    .option('--json', 'print one JSON object', false)
    .addHelpText('after', '\nExamples:\n  lab models export mine-1.0.0 --db lab/lab.db --out mine-1.0.0.zip')
    .action((model: string, options: ExportOptions) =>
      runCommand(async (context) => {
        const { exportModel } = await import('../workflows/exportModel.ts');
        const { modelsFolder } = await import('../workflows/listModels.ts');
        const { stationFoldersBeside } = await import('../workflows/stationFolders.ts');
        const { withComputeClient } = await import('../workflows/withComputeClient.ts');
        const ownFolder = options.db === undefined ? modelsFolder : stationFoldersBeside(options.db).models;
        const exported = await withComputeClient((compute) =>
          exportModel(
            { compute, ownFolder },
            { fullName: model, out: options.out, mayReplace: options.force },
            { signal: context.signal },
          ),
        );
        context.print(options.json ? JSON.stringify(exported) : exported.path);
      }),
    );
  const importing = models
    .command('import')
    .summary('install an exported model')
    .description(
      'Install a model that `lab models export` wrote, after its hashes and test vectors came out. It is not activated.',
    )
    .argument('<bundle>', 'ZIP archive or folder')
    .requiredOption('--db <file>', "the station's database; the model goes into the folder models beside it")
    .option('--json', 'print one JSON object', false);
  addPersonOptions(importing).addHelpText(
    'after',
    '\nExamples:\n  lab models import mine-1.0.0.zip --db lab/lab.db',
  );
  importing.action((bundle: string, options: ImportOptions) => {
    const person = readPerson(importing, options);
    return runCommand(async (context) => {
      const { importModel } = await import('../workflows/importModel.ts');
      const { whoActs } = await import('../workflows/whoActs.ts');
      const { withComputeClient } = await import('../workflows/withComputeClient.ts');
      const imported = await withStation(options.db, ({ db, folders }) =>
        withComputeClient((compute) =>
          importModel(
            { db, compute, ownFolder: folders.models },
            { path: bundle, person: whoActs(db, person).name },
            { signal: context.signal },
          ),
        ),
      );
      if (!imported.isNew) context.log(`${imported.fullName} is installed already: nothing was changed.`);
      context.print(options.json ? JSON.stringify(imported) : imported.fullName);
    });
  });
}
