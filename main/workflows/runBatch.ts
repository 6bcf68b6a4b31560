import type { ComputeClient } from '../compute/computeClient.ts';
import { listFinishedJobs } from '../database/finishedJobs.ts';
import type { Db } from '../database/open.ts';
import { countWaitingScans } from '../database/scanJobs.ts';
import { listWorklist } from '../database/worklist.ts';
import { type BatchSummary, summariseBatch } from '../domain/batchSummary.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideId } from '../domain/slide.ts';
import type { ScanQueue } from '../domain/worklist.ts';
import type { AddedSlides } from './addSlides.ts';
import type { ChosenModel } from './chooseModel.ts';
import { createScanQueue, type ScanQueueRunner } from './scanQueue.ts';
import type { SlideOutcome } from './slideOutcome.ts';
import { type WatchRequest, watchFolders } from './watchFolders.ts';

/** What happens in a batch, as it happens. */
export type BatchEvent =
  | { readonly kind: 'queue'; readonly queue: ScanQueue }
  | {
      readonly kind: 'job-ended';
      readonly slideId: SlideId;
      readonly state: 'done' | 'failed' | 'cancelled' | 'skipped' | 'waiting';
      readonly outcome: SlideOutcome | undefined;
    }
  | { readonly kind: 'slides-added'; readonly added: AddedSlides }
  | { readonly kind: 'folder-problem'; readonly folder: string; readonly problem: string | undefined };

export interface BatchRequest {
  readonly readModel: () => Promise<ChosenModel>;
  /** folders from which slides are taken; undefined: the batch ends when nothing waits any more */
  readonly watch: Omit<WatchRequest, 'onAdded' | 'onProblem'> | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: BatchEvent) => void;
}

/** How often a batch looks whether it is done. */
const lookEveryMs = 200;

/** Scans what waits in the queue, with a watch also what comes to its folders, until nothing waits or, with a watch,
 *  until it is stopped. Slides that fail do not end it.
 *  @returns what the batch came to
 *  @throws LabError the failure of the lab (model, runtime, database, disk) that stopped the queue; 'cancelled' */
export async function runBatch(db: Db, compute: ComputeClient, request: BatchRequest): Promise<BatchSummary> {
  const since = new Date().toISOString();
  const { signal, onEvent, watch } = request;
  const queue = createScanQueue({
    ...{ db, compute, readModel: request.readModel },
    onQueue: (state) => onEvent({ kind: 'queue', queue: state }),
    onSlides: () => undefined,
    onJob: ({ slideId }, { state }, outcome) => onEvent({ kind: 'job-ended', slideId, state, outcome }),
  });
  const watching =
    watch === undefined
      ? undefined
      : watchFolders(db, {
          ...watch,
          onAdded: (added) => {
            onEvent({ kind: 'slides-added', added });
            queue.wake();
          },
          onProblem: (folder, problem) => onEvent({ kind: 'folder-problem', folder, problem }),
        });
  try {
    await watching?.ready;
    queue.wake();
    await whenOver(queue, { signal, isEndless: watch !== undefined });
  } finally {
    await watching?.dispose();
    await queue.dispose();
  }
  return summarise(db, since);
}

/** What the jobs that ended since a time came to. @param since ISO 8601 in UTC */
export function summarise(db: Db, since: string): BatchSummary {
  const jobs = listFinishedJobs(db, since);
  const rows = listWorklist(db, [...new Set(jobs.map(({ slideId }) => slideId))]);
  return summariseBatch(jobs, rows, { since, waitingCount: countWaitingScans(db) });
}

async function whenOver(
  queue: ScanQueueRunner,
  { signal, isEndless }: { readonly signal: AbortSignal; readonly isEndless: boolean },
): Promise<void> {
  for (;;) {
    if (signal.aborted) {
      if (isEndless) return;
      throw new LabError('cancelled', 'The batch was stopped.');
    }
    const failure = queue.failure;
    if (failure !== undefined) throw failure;
    if (!isEndless && isOver(queue)) return;
    await new Promise((resume) => setTimeout(resume, lookEveryMs));
  }
}

/** Nothing waits, or a person has paused the queue. */
function isOver(queue: ScanQueueRunner): boolean {
  if (queue.isBusy) return false;
  const { waitingCount, isPaused } = queue.read();
  return waitingCount === 0 || isPaused;
}
