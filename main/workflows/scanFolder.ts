import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import { registerModel } from '../database/models.ts';
import type { Db } from '../database/open.ts';
import { acquireScanLock, refreshScanLock, releaseScanLock, type ScanLock } from '../database/scanLock.ts';
import type { EngineChoice } from '../domain/engine.ts';
import { LabError } from '../domain/labError.ts';
import type { CellGoal } from '../domain/scan.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { listSlideEntries } from '../slides/listSlideEntries.ts';
import { readFieldNames } from '../slides/openSlide.ts';
import type { ChosenModel } from './chooseModel.ts';
import { scanOneSlide } from './scanOneSlide.ts';
import { createScanProgress, type ScannedSteps, type ScanProgress } from './scanProgress.ts';
import type { SlideOutcome } from './slideOutcome.ts';

export interface ScanFolderRequest {
  readonly folder: string;
  readonly model: ChosenModel;
  /** by hand, in full-resolution pixels; undefined: by each slide's pixel size, else measured on it */
  readonly redCellDiameterPx: number | undefined;
  /** by hand, for slides whose file does not say */
  readonly pixelSizeUm?: number | undefined;
  /** each slide's scan stops when so many cells are found; undefined: everything is looked at */
  readonly cellGoal?: CellGoal | undefined;
  /** undefined: what suits model and machine */
  readonly engine?: EngineChoice | undefined;
  /** drawn by the program; slides named SYNTHETIC… are taken for such too */
  readonly isSynthetic: boolean;
}

export interface ScanFolderOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** as each slide is stored */
  readonly onSlide?: (outcome: SlideOutcome) => void;
  /** names in the folder that are no slides */
  readonly onIgnored?: (names: readonly string[]) => void;
}

/** Scans every slide of a folder into the database, one transaction a slide. Slides with a finished scan of
 *  the same content by the same model are passed over, so that a scan that was stopped or killed is taken up
 *  where it was. A slide that fails is recorded with its reason and the others go on.
 *  @throws LabError 'folder-missing' | 'folder-empty' | 'database-busy' while another scan runs |
 *  'cancelled' | a failure of model, runtime, database or disk, with all finished slides kept */
export async function scanFolder(
  db: Db,
  compute: ComputeClient,
  request: ScanFolderRequest & ScanFolderOptions,
): Promise<readonly SlideOutcome[]> {
  const { entries, ignored } = await listSlideEntries(resolve(request.folder));
  if (ignored.length > 0) request.onIgnored?.(ignored);
  const lock = acquireScanLock(db, {
    processId: process.pid,
    hostName: hostname(),
    startedAt: new Date().toISOString(),
  });
  try {
    const outcomes = await scanSlides(db, compute, { ...request, entries, lock });
    releaseScanLock(db, lock);
    return outcomes;
  } catch (error) {
    releaseAfterFailure(db, lock);
    throw error;
  }
}

async function scanSlides(
  db: Db,
  compute: ComputeClient,
  request: ScanFolderRequest &
    ScanFolderOptions & { readonly entries: readonly SlideEntry[]; readonly lock: ScanLock },
): Promise<readonly SlideOutcome[]> {
  const { entries, lock, pixelSizeUm, cellGoal } = request;
  const model = registerModel(db, request.model.card);
  const slides = await Promise.all(entries.map((entry) => countSteps(entry, cellGoal)));
  const progress = createScanProgress(slides, request.onProgress ?? (() => undefined));
  const outcomes: SlideOutcome[] = [];
  for (const [index, entry] of entries.entries()) {
    if (request.signal.aborted) throw new LabError('cancelled', 'The scan was stopped.');
    progress.startSlide(index);
    const outcome = await scanOneSlide(db, compute, {
      ...request,
      ...{ pixelSizeUm, cellGoal },
      entry,
      modelId: model.id,
      onField: progress.fieldDone,
    });
    refreshScanLock(db, lock);
    outcomes.push(outcome);
    progress.finishSlide();
    request.onSlide?.(outcome);
  }
  return outcomes;
}

/** What stopped the scan is told, not that a full disk keeps the lock too: a dead process's lock is taken over. */
function releaseAfterFailure(db: Db, lock: ScanLock): void {
  try {
    releaseScanLock(db, lock);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
}

/** For the progress only: cells where there is a goal, else fields; how many a whole slide has shows when its turn
 *  comes. */
async function countSteps(entry: SlideEntry, cellGoal: CellGoal | undefined): Promise<ScannedSteps> {
  const names = cellGoal === undefined ? await readFieldNames(entry).catch(() => ['']) : [];
  return { name: entry.name, stepCount: cellGoal ?? names.length };
}
