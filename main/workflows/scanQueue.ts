import type { ComputeClient } from '../compute/computeClient.ts';
import type { Db } from '../database/open.ts';
import {
  cancelWaitingScans,
  countOpenScans,
  countWaitingScans,
  endScanJob,
  isStopWanted,
  readQueuePaused,
  requeueLostScans,
  type ScanJob,
  type ScanJobEnd,
  startNextScan,
  wantScansStopped,
  writeQueuePaused,
} from '../database/scanJobs.ts';
import { LabError } from '../domain/labError.ts';
import { estimateQueue } from '../domain/remainingTime.ts';
import type { ScanHold } from '../domain/scanPolicy.ts';
import type { SlideId } from '../domain/slide.ts';
import type { ScanJobProgress, ScanQueue } from '../domain/worklist.ts';
import type { ChosenModel } from './chooseModel.ts';
import { createHashAhead, hashNextScan } from './hashAhead.ts';
import { createHeldScanLock } from './heldScanLock.ts';
import { lookForHold } from './readPolicy.ts';
import { type EndedJob, endOf, runScanJob } from './runScanJob.ts';
import type { SlideOutcome } from './slideOutcome.ts';

/** Scans what waits, one slide after the other, for as long as its program runs. */
export interface ScanQueueRunner {
  /** something new waits, or the queue goes on */
  wake(): void;
  read(): ScanQueue;
  setPaused(isPaused: boolean): ScanQueue;
  /** waiting ones and the one that runs, here or at another program */
  cancel(slideIds: readonly SlideId[]): void;
  /** something is scanned, or what became of it is not stored yet */
  readonly isBusy: boolean;
  /** of the lab itself (model, runtime, database, disk), which stopped the queue; undefined when it goes on */
  readonly failure: Error | undefined;
  /** Stops the running scan, whose job goes back to its place. Resolves when nothing is written any more. */
  dispose(): Promise<void>;
}

export interface ScanQueueTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly readModel: () => Promise<ChosenModel>;
  readonly onQueue: (queue: ScanQueue) => void;
  readonly onSlides: (slideIds: readonly SlideId[]) => void;
  /** a job is over */
  readonly onJob?: (job: ScanJob, end: ScanJobEnd, outcome: SlideOutcome | undefined) => void;
  /** why scans may not begin now; another one only in tests */
  readonly findHold?: () => Promise<ScanHold | undefined>;
}

/** Another program may be scanning into the database, or put slides into the queue: how often to look. */
const lookAgainMs = 5000;
/** How often a running scan says that it lives, and hears whether it should stop. */
const keepEveryMs = 2000;
const reportEveryMs = 200;
const timedSlideCount = 20;

/** Whoever creates it disposes of it. */
export function createScanQueue({
  db,
  compute,
  readModel,
  onQueue,
  onSlides,
  onJob,
  findHold = () => lookForHold(db),
}: ScanQueueTools): ScanQueueRunner {
  let current: { readonly job: ScanJob; readonly controller: AbortController } | undefined;
  let progress: ScanJobProgress | undefined;
  let problem: string | undefined;
  let hold: ScanHold | undefined;
  let isDisposed = false;
  /** what could not be stored yet */
  let ended: EndedJob | undefined;
  const lock = createHeldScanLock(db);
  const ahead = createHashAhead();
  let isWoken = false;
  /** by a failure of the lab; not stored: the next start tries again, and a full disk stores nothing */
  let failure: Error | undefined;
  let running: Promise<void> | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let reportTimer: NodeJS.Timeout | undefined;
  const slideMs: number[] = [];

  function read(): ScanQueue {
    const waitingCount = countWaitingScans(db);
    const currentMs = current === undefined ? 0 : progress?.remainingMs;
    return {
      isPaused: failure !== undefined || readQueuePaused(db),
      waitingCount,
      current: progress,
      ...estimateQueue(slideMs.slice(-timedSlideCount), { waitingCount, currentMs }),
      heldFor: hold?.reason,
      problem: problem ?? hold?.message,
    };
  }

  function reportSoon(): void {
    reportTimer ??= setTimeout(() => {
      reportTimer = undefined;
      if (!isDisposed) report();
    }, reportEveryMs);
  }

  function report(): void {
    try {
      onQueue(read());
    } catch (error) {
      // the database cannot be read now: whoever asks is told, and the next report comes
      tell('no report of the queue', error);
    }
  }

  function wake(): void {
    clearTimeout(retryTimer);
    retryTimer = undefined;
    if (isDisposed) return;
    isWoken = true;
    running ??= workWhileWoken();
  }

  function wakeLater(ms: number): void {
    clearTimeout(retryTimer);
    if (!isDisposed) retryTimer = setTimeout(wake, ms);
  }

  /** What is put into the queue while the last look at it ends is not left waiting. */
  async function workWhileWoken(): Promise<void> {
    try {
      while (isWoken && !isDisposed) {
        isWoken = false;
        await work();
      }
    } catch (error) {
      stopAtFailure(error);
    } finally {
      running = undefined;
      reportSoon();
    }
  }

  /** Until nothing waits, a person pauses, scans may not begin, or the lab itself fails. */
  async function work(): Promise<void> {
    try {
      if (ended !== undefined) storeLostEnd();
      while (!isDisposed && failure === undefined && !readQueuePaused(db)) {
        if (countOpenScans(db) === 0) return endOfWork();
        if (lock.keep()) requeueLostScans(db);
        hold = await findHold();
        const job = hold?.isForStatToo ? undefined : startNextScan(db, hold !== undefined);
        problem = undefined;
        if (job === undefined) {
          if (hold === undefined || countWaitingScans(db) === 0) return endOfWork();
          return wakeLater(hold.lookAgainMs);
        }
        await runJob(job);
      }
    } finally {
      lock.release();
    }
  }

  function endOfWork(): void {
    hold = undefined;
    problem = undefined;
  }

  /** A database in use by another program is asked again later. After any other failure going on would end in the
   *  same place: a person has to know. */
  function stopAtFailure(error: unknown): void {
    const isBusy = error instanceof LabError && error.code === 'database-busy';
    if (isBusy) wakeLater(lookAgainMs);
    const bug = error instanceof Error ? error : new Error(String(error));
    failure = isBusy ? undefined : bug;
    if (error instanceof LabError) {
      problem = error.message;
      return;
    }
    process.stderr.write(`station: the queue of scans stopped: ${bug.stack ?? bug.message}\n`);
    problem = `The queue stopped at a fault of the program: ${bug.message}`;
  }

  async function runJob(job: ScanJob): Promise<void> {
    const controller = new AbortController();
    current = { job, controller };
    progress = { slideId: job.slideId, done: 0, total: 0, detail: '', remainingMs: undefined };
    onSlides([job.slideId]);
    reportSoon();
    const startedAt = performance.now();
    let end: ScanJobEnd = { state: 'waiting' };
    let outcome: SlideOutcome | undefined;
    const keeping = setInterval(() => keepAlive(job, controller), keepEveryMs);
    hashNextScan(db, ahead);
    try {
      outcome = await runScanJob(db, compute, {
        ...{ job, readModel, signal: controller.signal, onSlides, readHash: ahead.take },
        onProgress: (latest) => {
          progress = latest;
          reportSoon();
        },
      });
      end = endOf(outcome);
      if (end.state === 'done') slideMs.push(performance.now() - startedAt);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      if (error.code === 'cancelled') end = { state: isDisposed ? 'waiting' : 'cancelled' };
      // model, disk, database or runtime: the next slide would only fail in the same way
      else stopAtFailure(error);
    } finally {
      clearInterval(keeping);
      current = undefined;
      progress = undefined;
      ended = { job, end, outcome };
      storeEnd(ended);
    }
  }

  /** Of a job whose end could not be stored when it came. */
  function storeLostEnd(): void {
    if (lock.keep()) requeueLostScans(db);
    else if (ended !== undefined) storeEnd(ended);
    ended = undefined;
  }

  function storeEnd({ job, end, outcome }: EndedJob): void {
    endScanJob(db, job, end);
    ended = undefined;
    onSlides([job.slideId]);
    reportSoon();
    onJob?.(job, end, outcome);
  }

  function keepAlive(job: ScanJob, controller: AbortController): void {
    try {
      lock.keep();
      if (isStopWanted(db, job)) controller.abort();
    } catch (error) {
      // locked or full for a moment: the scan goes on, and storing it says what is wrong
      tell('a running scan could not be noted', error);
    }
  }

  /** What another program puts into the queue is found too. */
  const looking = setInterval(() => {
    if (running !== undefined || retryTimer !== undefined || failure !== undefined) return;
    try {
      if (countOpenScans(db) > 0 && !readQueuePaused(db)) wake();
    } catch (error) {
      tell('the queue could not be read', error);
    }
  }, lookAgainMs);
  looking.unref();

  return {
    wake,
    read,
    setPaused(isPaused) {
      writeQueuePaused(db, isPaused);
      if (!isPaused) {
        problem = undefined;
        failure = undefined;
        wake();
      }
      reportSoon();
      return read();
    },
    cancel(slideIds) {
      cancelWaitingScans(db, slideIds);
      if (current !== undefined && slideIds.includes(current.job.slideId)) current.controller.abort();
      else wantScansStopped(db, slideIds);
      onSlides(slideIds);
      reportSoon();
    },
    get isBusy() {
      return current !== undefined || ended !== undefined;
    },
    get failure() {
      return failure;
    },
    async dispose() {
      isDisposed = true;
      clearInterval(looking);
      clearTimeout(retryTimer);
      clearTimeout(reportTimer);
      current?.controller.abort();
      ahead.dispose();
      await running?.catch(() => undefined);
    },
  };
}

function tell(what: string, error: unknown): void {
  process.stderr.write(`station: ${what}: ${error instanceof LabError ? error.code : String(error)}\n`);
}
