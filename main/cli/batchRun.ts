import { setFlagsFromString } from 'node:v8';
import { type Command, Option } from 'commander';
import type { CellGoal } from '../domain/scan.ts';
import { type ScanPriority, scanPriorities } from '../domain/worklist.ts';
import type { AddedSlides } from '../workflows/addSlides.ts';
import type { BatchEvent } from '../workflows/runBatch.ts';
import type { WatchRequest } from '../workflows/watchFolders.ts';
import { describeQueue, formatSummary } from './batchLines.ts';
import { type ExitCode, exitCodes } from './exitCodes.ts';
import { cellGoal, positiveNumber } from './optionValues.ts';
import { type CommandContext, runCommand } from './runCommand.ts';
import { describeSlide, formatSlideLine } from './slideLines.ts';

interface QueueOptions {
  readonly db: string;
  readonly priority: ScanPriority;
  readonly cells?: CellGoal;
}

interface RunOptions {
  readonly db: string;
  readonly model?: string;
  readonly events: boolean;
}

interface WatchOptions extends QueueOptions, RunOptions {
  readonly stableSeconds?: number;
  readonly poll: boolean;
}

/** A running scan is given up after so long when it does not stop, so that a service ends within ten seconds. */
const cancelGraceMs = 6000;

/** `lab batch add`, `run` and `watch`. */
export function addBatchRunCommands(batch: Command): void {
  addQueueOptions(batch.command('add'))
    .summary('put slides into the queue')
    .description(
      'Put slides into worklist and queue; nothing is scanned yet. A folder stands for the slides in it and in folders of it.',
    )
    .argument('<paths...>', 'slide files, folders of fields, folders of slides')
    .action((paths: readonly string[], options: QueueOptions) =>
      runCommand((context) => add(paths, options, context)),
    );
  addRunOptions(batch.command('run').requiredOption('--db <file>', 'database'))
    .summary('scan what waits, then end')
    .description(
      'Scan what waits in the queue, one slide after the other, and end when nothing waits. A slide that fails does not end it: ' +
        'the exit code says so (1).',
    )
    .action((options: RunOptions) => runCommand((context) => run(options, undefined, context)));
  addRunOptions(addQueueOptions(batch.command('watch')))
    .summary('scan what waits and what comes to folders, until stopped')
    .description(
      'Watch folders and scan the slides that come to them, each as soon as it is wholly copied. Runs until Ctrl-C or SIGTERM, then ' +
        'prints what the batch came to and exits with 0; the slide that was being scanned is scanned again at the next start.',
    )
    .argument('<folders...>', 'folders to watch; one that is not there yet is waited for')
    .option(
      '--stable-seconds <n>',
      "a slide is taken when it has not changed for so long (default: the lab's setting)",
      positiveNumber(86_400),
    )
    .option('--poll', 'look by the clock: for network shares', false)
    .action((folders: readonly string[], options: WatchOptions) =>
      runCommand((context) => run(options, watchOf(folders, options), context)),
    );
}

function addQueueOptions(command: Command): Command {
  return command
    .requiredOption('--db <file>', 'database; made where there is none')
    .addOption(
      new Option('--priority <priority>', 'how urgent they are').choices(scanPriorities).default('routine'),
    )
    .option(
      '--cells <n>',
      "stop a slide when 100, 200, 400 or 500 cells are found (default: the lab's setting)",
      cellGoal,
    );
}

function addRunOptions(command: Command): Command {
  return command
    .option('--model <model>', "model folder, name or name-version (default: the station's active one)")
    .option('--events', 'print what happens as NDJSON, one object a line', false);
}

/** What is watched, as it was asked for. */
interface WantedWatch extends Omit<WatchRequest, 'onAdded' | 'onProblem' | 'stableMs'> {
  /** undefined: the lab's setting */
  readonly stableSeconds: number | undefined;
}

function watchOf(
  folders: readonly string[],
  { priority, cells, stableSeconds, poll }: WatchOptions,
): WantedWatch {
  return { folders, priority, cellGoal: cells, stableSeconds, isPolling: poll };
}

async function add(paths: readonly string[], options: QueueOptions, { log }: CommandContext): Promise<void> {
  const { addSlides } = await import('../workflows/addSlides.ts');
  const { readDefaultGoal } = await import('../workflows/worklist.ts');
  const { openDatabase } = await import('../database/open.ts');
  const db = openDatabase(options.db);
  try {
    const cellGoal = options.cells ?? readDefaultGoal(db);
    const added = await addSlides(db, { paths, priority: options.priority, cellGoal });
    log(describeAdded(added));
  } finally {
    db.close();
  }
}

async function run(
  options: RunOptions,
  wanted: WantedWatch | undefined,
  context: CommandContext,
): Promise<ExitCode> {
  holdMemory();
  const { runBatch } = await import('../workflows/runBatch.ts');
  const { readActiveModel } = await import('../workflows/activeModel.ts');
  const { chooseModel } = await import('../workflows/chooseModel.ts');
  const { stationFoldersBeside } = await import('../workflows/stationFolders.ts');
  const { createComputeClient } = await import('../compute/computeClient.ts');
  const { openDatabase } = await import('../database/open.ts');
  const { readSettings } = await import('../workflows/labSettings.ts');
  const db = openDatabase(options.db);
  const compute = createComputeClient({ cancelGraceMs });
  const { models } = stationFoldersBeside(options.db);
  const { stableSeconds = readSettings(db).stableSeconds } = wanted ?? {};
  const watch = wanted && { ...wanted, stableMs: stableSeconds * 1000 };
  const { model } = options;
  try {
    const summary = await runBatch(db, compute, {
      readModel: () => (model === undefined ? readActiveModel(db, models) : chooseModel(model)),
      watch,
      signal: context.signal,
      onEvent: (event) => (options.events ? printEvent(event, context) : showEvent(event, context)),
    });
    if (options.events) context.print(JSON.stringify({ event: 'summary', ...summary }));
    else context.print(formatSummary(summary));
    // whoever stops a watch has not failed
    return summary.failedCount === 0 ? exitCodes.ok : exitCodes.failed;
  } finally {
    await compute.dispose();
    db.close();
  }
}

function printEvent(event: BatchEvent, { print }: CommandContext): void {
  const { kind, ...rest } = event;
  const at = new Date().toISOString();
  if (event.kind !== 'job-ended') {
    print(JSON.stringify({ event: kind, at, ...rest }));
    return;
  }
  const { slideId, state, outcome } = event;
  const slide = outcome === undefined ? {} : { slide: describeSlide(outcome) };
  print(JSON.stringify({ event: kind, at, slideId, state, ...slide }));
}

function showEvent(event: BatchEvent, { progress, log }: CommandContext): void {
  if (event.kind === 'queue') {
    const { current } = event.queue;
    const { done = 0, total = 0, detail = '' } = current ?? {};
    progress.show({
      done,
      total: Math.max(total, done + 1),
      detail: `${detail} (${describeQueue(event.queue)})`,
    });
  } else if (event.kind === 'job-ended') {
    if (event.outcome !== undefined) log(formatSlideLine(event.outcome));
  } else if (event.kind === 'slides-added') log(describeAdded(event.added));
  else
    log(
      event.problem === undefined ? `${event.folder} is there again.` : `${event.folder}: ${event.problem}`,
    );
}

function describeAdded({ addedIds, knownCount, ignored }: AddedSlides): string {
  const parts = [`${addedIds.length} slides put into the queue`];
  if (knownCount > 0) parts.push(`${knownCount} unchanged since their scan`);
  if (ignored.length > 0) parts.push(`passed over: ${ignored.slice(0, 10).join(', ')}`);
  return `${parts.join('; ')}.`;
}

/** JavaScript gives its young objects as much memory as it likes, up to 200 MB, and old ones half as much again before it
 *  looks through them; a batch of a thousand slides takes both up. From here on the young ones keep what they have, and the
 *  old ones are looked through after a fifth. */
function holdMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}
