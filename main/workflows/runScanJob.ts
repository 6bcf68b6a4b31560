import type { ComputeClient } from '../compute/computeClient.ts';
import { registerModel } from '../database/models.ts';
import type { Db } from '../database/open.ts';
import type { ScanJob, ScanJobEnd } from '../database/scanJobs.ts';
import { readSettings } from '../database/settings.ts';
import { readSlide } from '../database/slides.ts';
import type { SlideId } from '../domain/slide.ts';
import type { ScanJobProgress } from '../domain/worklist.ts';
import type { ChosenModel } from './chooseModel.ts';
import { readPolicy } from './readPolicy.ts';
import { type ScanOneSlideRequest, scanOneSlide } from './scanOneSlide.ts';
import { createScanProgress } from './scanProgress.ts';
import type { SlideOutcome } from './slideOutcome.ts';

/** Scans the slide of a job, with the limits that the lab has set.
 *  @throws LabError of the lab itself: model, runtime, database, disk, 'cancelled' */
export async function runScanJob(
  db: Db,
  compute: ComputeClient,
  given: {
    readonly job: ScanJob;
    readonly readModel: () => Promise<ChosenModel>;
    readonly signal: AbortSignal;
    readonly readHash: ScanOneSlideRequest['readHash'];
    readonly onProgress: (progress: ScanJobProgress) => void;
    readonly onSlides: (slideIds: readonly SlideId[]) => void;
  },
): Promise<SlideOutcome> {
  const { job, signal, onSlides } = given;
  const slide = readSlide(db, job.slideId);
  const model = await given.readModel();
  const { pixelSizeUm } = readSettings(db);
  const { stallMs, memoryBytes } = readPolicy(db);
  const { id: modelId } = registerModel(db, model.card);
  const steps = [{ name: slide.name, stepCount: job.cellGoal ?? 0 }];
  let detail = '';
  const keeper = createScanProgress(steps, ({ done, total, remainingMs }) =>
    given.onProgress({ slideId: job.slideId, done, total, detail, remainingMs }),
  );
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
    readHash: given.readHash,
    onField: (field) => {
      detail = field.detail;
      keeper.fieldDone(field);
    },
    limits: { stallMs, memoryBytes },
  });
  // other content at the path of a scanned slide is a slide of its own
  if (outcome.state !== 'failed') onSlides([outcome.slideId]);
  return outcome;
}

/** What became of a job, and of its slide where that was told. */
export interface EndedJob {
  readonly job: ScanJob;
  readonly end: ScanJobEnd;
  readonly outcome: SlideOutcome | undefined;
}

/** How a job ended, by what became of its slide. */
export function endOf(outcome: SlideOutcome): ScanJobEnd {
  if (outcome.state === 'failed') return { state: 'failed', failure: outcome.failure };
  return { state: outcome.state === 'scanned' ? 'done' : 'skipped' };
}
