import type { Command } from 'commander';
import { runCommand } from './runCommand.ts';

interface VectorsOptions {
  readonly db?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `lab models vectors`: what shows that a model still computes the same. */
export function addModelsVectorsCommand(models: Command): void {
  models
    .command('vectors')
    .summary('write the test vectors of a model')
    .description(
      'Write test-vectors.json beside a classifier that has none: what it gives, in float32, for a few pictures that every ' +
        'program draws alike. Training writes them for its own models. Activation and export then show that the model still ' +
        'computes the same.',
    )
    .argument('<model>', 'model folder, name or name-version')
    .option('--db <file>', "the station's database, for a model of its own")
    .option('--force', 'write them anew where others lie that do not hold', false)
    .option('--json', 'print one JSON object', false)
    .addHelpText(
      'after',
      '\nExamples:\n  lab models vectors blast-classifier-1.0.0\n  lab models vectors mine-1.0.0 --db lab/lab.db',
    )
    .action((model: string, options: VectorsOptions) =>
      runCommand(async (context) => {
        const { writeModelVectors } = await import('../workflows/writeModelVectors.ts');
        const { stationFoldersBeside } = await import('../workflows/stationFolders.ts');
        const { withComputeClient } = await import('../workflows/withComputeClient.ts');
        const modelsFolder = options.db === undefined ? undefined : stationFoldersBeside(options.db).models;
        const written = await withComputeClient((compute) =>
          writeModelVectors(
            compute,
            { wanted: model, modelsFolder, mayReplace: options.force },
            { signal: context.signal },
          ),
        );
        if (!written.isNew) context.log('It has test vectors, and gives what they say: nothing was changed.');
        context.print(options.json ? JSON.stringify(written) : written.path);
      }),
    );
}
