import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from '../database/open.ts';
import { countReviewedBySlide, type ReviewedSlideCounts } from '../database/reviewedCounts.ts';
import type { TrainingOrder } from '../database/trainingRuns.ts';
import { cellClasses } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import { type DatasetParts, type LabelledImage, labelOf } from '../domain/labelledImage.ts';
import { splitReviewedCells } from '../domain/splitReviewedCells.ts';
import type { TrainingPreflight } from '../domain/trainingPreflight.ts';
import { findStationModel } from './activeModel.ts';
import { measureTraining } from './carryOutTraining.ts';
import { describeLabels } from './describeLabels.ts';
import { requestOf } from './runTraining.ts';
import { writeReviewedCells } from './writeReviewedCells.ts';

/** Measures what trainings of a station would take, before they are started. */
export interface PreflightDesk {
  /** @throws LabError 'dataset-invalid' | 'model-unknown' | 'model-corrupt' | 'cancelled'; as writeReviewedCells */
  measure(order: TrainingOrder, signal: AbortSignal): Promise<TrainingPreflight>;
  /** Stops all that are measured now. */
  cancel(): void;
}

/** Cells that are cut out to measure on: slides are taken until they have so many. */
const sampleCells = 64;

interface PreflightTools {
  readonly db: Db;
  readonly folders: { readonly models: string };
}

export function createPreflightDesk(tools: PreflightTools): PreflightDesk {
  const running = new Set<AbortController>();
  return {
    async measure(order, signal) {
      const controller = new AbortController();
      running.add(controller);
      try {
        return await measureOrder(tools, order, AbortSignal.any([signal, controller.signal]));
      } finally {
        running.delete(controller);
      }
    },
    cancel: () => {
      for (const controller of running) controller.abort();
    },
  };
}

/** The counts are those of the training itself; its steps are run on a few of its cells. */
async function measureOrder(
  { db, folders }: PreflightTools,
  order: TrainingOrder,
  signal: AbortSignal,
): Promise<TrainingPreflight> {
  const { problem } = describeLabels(db);
  if (problem !== undefined) throw new LabError('dataset-invalid', problem);
  const slides = countReviewedBySlide(db).filter(({ isControl }) => !isControl);
  const { parts } = splitReviewedCells(slides.flatMap(placeholdersOf), order.seed);
  const parent = order.parent === null ? undefined : await findStationModel(folders.models, order.parent);
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-preflight-'));
  try {
    const wanted = new Set(pickSlides(slides).map(({ slideId }) => slideId));
    const sample = await writeReviewedCells(db, folder, {
      signal,
      onSlide: () => undefined,
      isWanted: ({ id }) => wanted.has(id),
    });
    const request = requestOf(order, { folders, parent, parts: fillParts(parts, sample), splitNote: '' });
    const measured = await measureTraining(request, { signal });
    const cutBytes =
      (await meanSizeBytes(sample)) * (parts.train.length + parts.validation.length + parts.test.length);
    return { ...measured, neededDiskBytes: measured.neededDiskBytes + Math.ceil(cutBytes) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As many cells as a slide has of each class: how they are split depends on nothing else. */
function placeholdersOf({ slideId, sha256, counts }: ReviewedSlideCounts) {
  const group = sha256 ?? slideId;
  return cellClasses.flatMap((cellClass) =>
    Array.from({ length: counts[cellClass] }, (_, at) => ({
      ...{ path: `${slideId} ${cellClass} ${at}`, cellClass, group },
      field: group,
    })),
  );
}

/** The first slides that together have enough cells. */
function pickSlides(slides: readonly ReviewedSlideCounts[]): readonly ReviewedSlideCounts[] {
  const picked: ReviewedSlideCounts[] = [];
  let cellCount = 0;
  for (const slide of slides) {
    if (cellCount >= sampleCells) break;
    picked.push(slide);
    cellCount += cellClasses.reduce((sum, one) => sum + slide.counts[one], 0);
  }
  return picked;
}

/** The sample over and over, so that each part is as long as it will be. */
function fillParts(parts: DatasetParts, sample: readonly LabelledImage[]): DatasetParts {
  const labels = sample.map(labelOf);
  const fill = (items: readonly LabelledImage[]) =>
    items.flatMap((_, at) => labels[at % labels.length] ?? []);
  return { train: fill(parts.train), validation: fill(parts.validation), test: fill(parts.test) };
}

async function meanSizeBytes(sample: readonly LabelledImage[]): Promise<number> {
  const sizes = await Promise.all(sample.map(async ({ path }) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
}
