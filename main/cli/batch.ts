import { type Command, Option } from 'commander';
import type { Db } from '../database/open.ts';
import type { SlideId } from '../domain/slide.ts';
import {
  type ScanPriority,
  scanPriorities,
  type WorklistRow,
  type WorklistState,
} from '../domain/worklist.ts';
import { formatSummary, listRow } from './batchLines.ts';
import { addBatchRunCommands } from './batchRun.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { withStation } from './stationOptions.ts';
import { layOutTable } from './table.ts';

interface DbOptions {
  readonly db: string;
}

interface ListOptions extends DbOptions {
  readonly state?: readonly WorklistState[];
  readonly json: boolean;
}

const shownStates = ['new', 'waiting', 'scanning', 'scanned', 'failed', 'cancelled'] as const;

/** `lab batch`: the queue of scans, from a terminal or as a service. */
export function addBatchCommand(program: Command): void {
  const batch = program
    .command('batch')
    .summary('scan many slides unattended: queue, watched folders, morning summary')
    .description(
      'The queue of scans of a database, which the window shows as its worklist. One program at a time scans from it; any ' +
        'may put slides in, pause it or take slides out.',
    )
    .addHelpText(
      'after',
      `
Examples:
  lab batch add /data/smears --db lab.db
  lab batch run --db lab.db
  lab batch watch /data/incoming --db lab.db --events > events.ndjson
  lab batch list --db lab.db --state failed
  lab batch retry --db lab.db`,
    )
    .enablePositionalOptions();
  addBatchRunCommands(batch);
  withDb(batch.command('list'), 'list slides and what became of them')
    .addOption(new Option('--state <state...>', 'only slides in these states').choices(shownStates))
    .option('--json', 'print one JSON object a slide', false)
    .action((options: ListOptions) => runCommand((context) => list(options, context)));
  withDb(
    batch.command('summary'),
    'what ended since a time: done, failed by reason, slides that need a person',
  )
    .option('--since <time>', 'ISO 8601 (default: the last 24 hours)')
    .option('--json', 'print one JSON object', false)
    .action((options: DbOptions & { since?: string; json: boolean }) =>
      runCommand((context) => summary(options, context)),
    );
  withDb(batch.command('pause'), 'begin no further scan; the one that runs is finished').action(
    (options: DbOptions) => runCommand((context) => pause(options, true, context)),
  );
  withDb(batch.command('resume'), 'go on').action((options: DbOptions) =>
    runCommand((context) => pause(options, false, context)),
  );
  withDb(batch.command('cancel'), 'take slides out of the queue, and stop the one that is scanned')
    .argument('[slides...]', 'names or ids of slides')
    .option('--all', 'everything that waits or is scanned', false)
    .action((slides: readonly string[], options: DbOptions & { all: boolean }) =>
      runCommand((context) => cancel(slides, options, context)),
    );
  withDb(batch.command('retry'), 'put failed and cancelled slides into the queue again')
    .argument('[slides...]', 'names or ids of slides (default: all that failed)')
    .action((slides: readonly string[], options: DbOptions) =>
      runCommand((context) => retry(slides, options, context)),
    );
  withDb(batch.command('prioritise'), 'change how urgent waiting slides are')
    .argument('<slides...>', 'names or ids of slides')
    .addOption(
      new Option('--priority <priority>', 'stat: before all others, at any hour')
        .choices(scanPriorities)
        .makeOptionMandatory(),
    )
    .action((slides: readonly string[], options: DbOptions & { priority: ScanPriority }) =>
      runCommand((context) => prioritise(slides, options, context)),
    );
}

function withDb(command: Command, what: string): Command {
  return command
    .summary(what)
    .description(`${what[0]?.toUpperCase()}${what.slice(1)}.`)
    .requiredOption('--db <file>', 'database');
}

async function list(options: ListOptions, { print }: CommandContext): Promise<void> {
  const { listWorklist } = await import('../workflows/worklist.ts');
  await withStation(options.db, async ({ db }) => {
    const rows = listWorklist(db).filter(({ state }) => options.state?.includes(state) ?? true);
    if (options.json) for (const row of rows) print(JSON.stringify(row));
    else
      print(
        layOutTable([['slide', 'state', 'priority', 'cells', 'to be seen', 'reason'], ...rows.map(listRow)]),
      );
  });
}

async function summary(
  options: DbOptions & { readonly since?: string; readonly json: boolean },
  { print }: CommandContext,
): Promise<void> {
  const { summarise } = await import('../workflows/runBatch.ts');
  const { LabError } = await import('../domain/labError.ts');
  const since = options.since === undefined ? new Date(Date.now() - 24 * 3_600_000) : new Date(options.since);
  if (Number.isNaN(since.getTime()))
    throw new LabError('argument-invalid', `${options.since} is no time. Write it like 2026-11-29T18:00.`);
  await withStation(options.db, async ({ db }) => {
    const found = summarise(db, since.toISOString());
    print(options.json ? JSON.stringify(found) : formatSummary(found));
  });
}

async function pause(options: DbOptions, isPaused: boolean, { log }: CommandContext): Promise<void> {
  const { pauseQueue } = await import('../workflows/worklist.ts');
  await withStation(options.db, async ({ db }) => pauseQueue(db, isPaused));
  log(isPaused ? 'Paused: no further scan is begun.' : 'The queue goes on.');
}

async function cancel(
  wanted: readonly string[],
  options: DbOptions & { readonly all: boolean },
  { log }: CommandContext,
): Promise<void> {
  const { cancelScans } = await import('../workflows/worklist.ts');
  const { LabError } = await import('../domain/labError.ts');
  if (wanted.length === 0 && !options.all)
    throw new LabError('argument-invalid', 'Name the slides that are to be taken out, or give --all.');
  await withStation(options.db, async ({ db }) => {
    const open = (row: WorklistRow) => row.state === 'waiting' || row.state === 'scanning';
    const ids = await chooseSlides(db, wanted, open);
    cancelScans(db, ids);
    log(`${ids.length} slides taken out of the queue.`);
  });
}

async function retry(wanted: readonly string[], options: DbOptions, { log }: CommandContext): Promise<void> {
  const { scanAgain } = await import('../workflows/addSlides.ts');
  await withStation(options.db, async ({ db }) => {
    const ids = await chooseSlides(db, wanted, ({ state }) => state === 'failed');
    scanAgain(db, ids, false);
    log(`${ids.length} slides put into the queue.`);
  });
}

async function prioritise(
  wanted: readonly string[],
  options: DbOptions & { readonly priority: ScanPriority },
  { log }: CommandContext,
): Promise<void> {
  const { changePriority } = await import('../workflows/worklist.ts');
  await withStation(options.db, async ({ db }) => {
    const ids = await chooseSlides(db, wanted, () => false);
    changePriority(db, ids, options.priority);
    log(`${ids.length} slides are ${options.priority} now.`);
  });
}

/** The slides that are named; where none is, all that fit. @throws LabError 'slide-unknown' | 'argument-invalid' */
async function chooseSlides(
  db: Db,
  wanted: readonly string[],
  fits: (row: WorklistRow) => boolean,
): Promise<readonly SlideId[]> {
  const { findSlides, listWorklist } = await import('../workflows/worklist.ts');
  if (wanted.length > 0) return findSlides(db, wanted);
  return listWorklist(db)
    .filter(fits)
    .map(({ slideId }) => slideId);
}
