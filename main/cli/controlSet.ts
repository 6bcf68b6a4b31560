import type { Command } from 'commander';
import { type CommandContext, runCommand } from './runCommand.ts';
import { addPersonOptions, type PersonOptions, readPerson, withStation } from './stationOptions.ts';
import { formatControlSet } from './verdictLines.ts';

interface CreateOptions extends PersonOptions {
  readonly db: string;
  readonly dataset?: string;
  readonly fromReviews: boolean;
  readonly json: boolean;
}

/** `lab control-set`: labelled pictures that models are judged on and never learn. */
export function addControlSetCommand(program: Command): void {
  const controlSet = program
    .command('control-set')
    .summary('lock the pictures that models are judged on')
    .description(
      'Labelled pictures that are locked at a station: models are judged on them and never learn them.',
    )
    .addHelpText(
      'after',
      `
Examples:
  lab control-set create --db lab/lab.db --from-reviews
  lab control-set list --db lab/lab.db`,
    );
  const create = controlSet
    .command('create')
    .summary('lock a control set')
    .description(
      'Lock labelled pictures as the control set, in place of an older one, which stays. Whole slides are taken of the ' +
        'reviews; a dataset has one folder a class. It needs 20 blast and 20 benign cells, unless the settings say otherwise.',
    )
    .requiredOption(
      '--db <file>',
      "the station's database; the pictures go into the folder control-sets beside it",
    )
    .option('--from-reviews', 'of the cells that were reviewed at this station', false)
    .option('--dataset <folder>', 'of a dataset folder: Benign, Early, Pre, Pro')
    .option('--json', 'print one JSON object', false);
  addPersonOptions(create).addHelpText(
    'after',
    `
Trainings on this database leave the control set out by themselves; \`lab train --dataset\` does with --control-set-of.

Examples:
  lab control-set create --db lab/lab.db --from-reviews
  lab control-set create --db lab/lab.db --dataset /data/control --person "A. Example" --role model-steward`,
  );
  create.action((options: CreateOptions) => {
    if ((options.dataset === undefined) !== options.fromReviews)
      create.error('error: give either --from-reviews or --dataset', { exitCode: 2 });
    const person = readPerson(create, options);
    return runCommand((context) => lock({ ...options, asker: person }, context));
  });
  controlSet
    .command('list')
    .summary('the control sets of a station')
    .description('List every version of the control set. Models are judged on the last.')
    .requiredOption('--db <file>', "the station's database")
    .option('--json', 'print one JSON object a version', false)
    .addHelpText('after', '\nExamples:\n  lab control-set list --db lab/lab.db --json')
    .action((options: { readonly db: string; readonly json: boolean }) =>
      runCommand(async (context) => {
        const { describeControlSet } = await import('../workflows/describeControlSet.ts');
        const { versions } = await withStation(options.db, async ({ db }) => describeControlSet(db));
        for (const one of versions) context.print(options.json ? JSON.stringify(one) : formatControlSet(one));
        if (versions.length === 0)
          context.log('There is no control set. Lock one with `lab control-set create`.');
      }),
    );
}

async function lock(
  options: CreateOptions & { readonly asker: ReturnType<typeof readPerson> },
  context: CommandContext,
): Promise<void> {
  const { createControlSet } = await import('../workflows/createControlSet.ts');
  const { whoActs } = await import('../workflows/whoActs.ts');
  const { dataset } = options;
  const set = await withStation(options.db, ({ db, folders }) =>
    createControlSet(
      { db, folder: folders.controlSets },
      dataset === undefined ? { kind: 'reviews' } : { kind: 'folder', folder: dataset },
      {
        person: whoActs(db, options.asker).name,
        signal: context.signal,
        onProgress: context.progress.show,
      },
    ),
  );
  context.print(options.json ? JSON.stringify(set) : formatControlSet(set));
}
