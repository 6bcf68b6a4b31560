import type { ComputeClient } from '../compute/computeClient.ts';
import { registerModel } from '../database/models.ts';
import type { Db } from '../database/open.ts';
import {
  cancelWaitingScans,
  countWaitingScans,
  endScanJob,
  readQueuePaused,
  requeueLostScans,
  type ScanJob,
  type ScanJobEnd,
  startNextScan,
  writeQueuePaused,
} from '../database/scanJobs.ts';
import { readSettings } from '../database/settings.ts';
import { readSlide } from '../database/slides.ts';
import { LabError } from '../domain/labError.ts';
import { medianOf } from '../domain/remainingTime.ts';
import type { SlideId } from '../domain/slide.ts';
import type { ScanJobProgress, ScanQueue } from '../domain/worklist.ts';
import type { ChosenModel } from './chooseModel.ts';
import { createHeldScanLock } from './heldScanLock.ts';
import { scanOneSlide } from './scanOneSlide.ts';
import { createScanProgress } from './scanProgress.ts';

/** Scans what waits, one slide after the other, for as long as the station runs. */
export interface ScanQueueRunner {
  /** something new waits, or the queue goes on */
  wake(): void;
  read(): ScanQueue;
  setPaused(isPaused: boolean): ScanQueue;
  /** waiting ones and the one that runs */
  cancel(slideIds: readonly SlideId[]): void;
  readonly isBusy: boolean;
  /** Stops the running scan, whose job goes back to its place. Resolves when nothing is written any more. */
  dispose(): Promise<void>;
}

export interface ScanQueueTools {
  readonly db: Db;
  readonly compute: ComputeClient;
  readonly readModel: () => Promise<ChosenModel>;
  readonly onQueue: (queue: ScanQueue) => void;
  readonly onSlides: (slideIds: readonly SlideId[]) => void;
}

/** Another program may be scanning into the database: how often to look whether it is done. */
const lockedAgainMs = 5000;
const reportEveryMs = 200;
const timedSlideCount = 20;

/** Whoever creates it disposes of it. */
export function createScanQueue({
  db,
  compute,
  readModel,
  onQueue,
  onSlides,
}: ScanQueueTools): ScanQueueRunner {
  let current: { readonly job: ScanJob; readonly controller: AbortController } | undefined;
  let progress: ScanJobProgress | undefined;
  let problem: string | undefined;
  let isDisposed = false;
  const lock = createHeldScanLock(db);
  let isWoken = false;
  /** by a failure of the lab; not stored: the next start tries again, and a full disk stores nothing */
  let isStopped = false;
  let running: Promise<void> | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let reportTimer: NodeJS.Timeout | undefined;
  const slideMs: number[] = [];

  function read(): ScanQueue {
    const waitingCount = countWaitingScans(db);
    const perSlideMs = medianOf(slideMs.slice(-timedSlideCount));
    const waitingMs = perSlideMs === undefined ? undefined : perSlideMs * waitingCount;
    const here = current === undefined ? 0 : progress?.remainingMs;
    const remainingMs =
      here === undefined || (waitingCount > 0 && waitingMs === undefined)
        ? undefined
        : here + (waitingMs ?? 0);
    return {
      isPaused: isStopped || readQueuePaused(db),
      waitingCount,
      current: progress,
      remainingMs,
      problem,
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
      process.stderr.write(
        `station: no report of the queue: ${error instanceof LabError ? error.code : String(error)}\n`,
      );
    }
  }

  function wake(): void {
    clearTimeout(retryTimer);
    retryTimer = undefined;
    if (isDisposed) return;
    isWoken = true;
    running ??= workWhileWoken();
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

  /** Until nothing waits, a person pauses, or the lab itself fails. */
  async function work(): Promise<void> {
    try {
      while (!isDisposed && !isStopped && !readQueuePaused(db)) {
        if (countWaitingScans(db) > 0) lock.keep();
        const job = startNextScan(db);
        problem = undefined;
        if (job === undefined) return;
        await runJob(job);
      }
    } finally {
      lock.release();
    }
  }

  /** A database in use by another program is asked again later. After any other failure going on would end in the
   *  same place: a person has to know. */
  function stopAtFailure(error: unknown): void {
    const isBusy = error instanceof LabError && error.code === 'database-busy';
    if (isBusy && !isDisposed) retryTimer = setTimeout(wake, lockedAgainMs);
    isStopped = !isBusy;
    if (error instanceof LabError) {
      problem = error.message;
      return;
    }
    const bug = error instanceof Error ? error : new Error(String(error));
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
    let end: ScanJobEnd = 'waiting';
    try {
      end = await scan(job, controller.signal);
      if (end === 'done') slideMs.push(performance.now() - startedAt);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      if (error.code === 'cancelled') end = isDisposed ? 'waiting' : 'cancelled';
      // model, disk, database or runtime: the next slide would only fail in the same way
      else stopAtFailure(error);
    } finally {
      current = undefined;
      progress = undefined;
      endScanJob(db, job, end);
      onSlides([job.slideId]);
      reportSoon();
    }
  }

  async function scan(job: ScanJob, signal: AbortSignal): Promise<ScanJobEnd> {
    const slide = readSlide(db, job.slideId);
    const model = await readModel();
    const { pixelSizeUm } = readSettings(db);
    const { id: modelId } = registerModel(db, model.card);
    const steps = [{ name: slide.name, stepCount: job.cellGoal ?? 0 }];
    let detail = '';
    const keeper = createScanProgress(steps, ({ done, total, remainingMs }) => {
      progress = { slideId: job.slideId, done, total, detail, remainingMs };
      reportSoon();
    });
    keeper.startSlide(0);
    const { name, path, kind } = slide;
    const outcome = await scanOneSlide(db, compute, {
      entry: { name, path, kind },
      model,
      modelId,
      redCellDiameterPx: undefined,
      pixelSizeUm: pixelSizeUm === 0 ? undefined : pixelSizeUm,
      isPixelSizeForAll: true,
      cellGoal: job.cellGoal,
      isForced: job.isForced,
      isSynthetic: slide.isSynthetic,
      signal,
      onField: (field) => {
        detail = field.detail;
        keeper.fieldDone(field);
      },
    });
    if (outcome.state === 'failed') return 'failed';
    // other content at the path of a scanned slide is a slide of its own
    onSlides([outcome.slideId]);
    return 'done';
  }

  requeueLostScans(db);
  return {
    wake,
    read,
    setPaused(isPaused) {
      writeQueuePaused(db, isPaused);
      if (!isPaused) {
        problem = undefined;
        isStopped = false;
        // what became of a job could not be stored when the disk was full
        if (running === undefined) requeueLostScans(db);
        wake();
      }
      reportSoon();
      return read();
    },
    cancel(slideIds) {
      cancelWaitingScans(db, slideIds);
      if (current !== undefined && slideIds.includes(current.job.slideId)) current.controller.abort();
      onSlides(slideIds);
      reportSoon();
    },
    get isBusy() {
      return current !== undefined;
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(retryTimer);
      clearTimeout(reportTimer);
      current?.controller.abort();
      await running?.catch(() => undefined);
    },
  };
}
