import type { ComputeClient, JobLimits } from '../compute/computeClient.ts';
import type { ComputeProgress, ScanSlideResult } from '../compute/messages.ts';
import { findOrCreateSlide, type NewSlide } from '../database/findOrCreateSlide.ts';
import type { Db } from '../database/open.ts';
import { recordScan } from '../database/recordScan.ts';
import { findFinishedScan } from '../database/scans.ts';
import { noteFingerprint } from '../database/slideFingerprints.ts';
import { recordSlideFailure } from '../database/slides.ts';
import type { EngineChoice } from '../domain/engine.ts';
import type { ModelId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import type { CellGoal } from '../domain/scan.ts';
import type { SlideEntry, SlideId } from '../domain/slide.ts';
import { hashSlide, type SlideHash } from '../slides/hashSlide.ts';
import type { ChosenModel } from './chooseModel.ts';
import { programVersion } from './programVersion.ts';
import { isSlideFailure, tryTwice } from './slideFailures.ts';
import { readSlideFingerprint } from './slideFingerprint.ts';
import { readScannedSlide, type SlideOutcome } from './slideOutcome.ts';
import { storeWhenFree } from './storeWhenFree.ts';

export interface ScanOneSlideRequest {
  readonly entry: SlideEntry;
  readonly model: ChosenModel;
  readonly modelId: ModelId;
  /** by hand, in full-resolution pixels */
  readonly redCellDiameterPx: number | undefined;
  /** by hand, for a slide whose file does not say */
  readonly pixelSizeUm: number | undefined;
  /** that size is the lab's setting, not said of this slide */
  readonly isPixelSizeForAll?: boolean;
  /** undefined: everything is looked at */
  readonly cellGoal: CellGoal | undefined;
  /** undefined: what suits model and machine, and any earlier scan will do */
  readonly engine?: EngineChoice | undefined;
  /** true: also where a finished scan of the same content by the same model is there */
  readonly isForced?: boolean;
  readonly isSynthetic: boolean;
  readonly signal: AbortSignal;
  /** how its content is told; hashed then and there unless given */
  readonly readHash?: ((entry: SlideEntry, signal: AbortSignal) => Promise<SlideHash>) | undefined;
  readonly onField: (progress: ComputeProgress) => void;
  /** what the scan may take; undefined: anything */
  readonly limits?: JobLimits | undefined;
}

/** Hashes, scans and stores one slide, unless that was done before. A failure of the slide is stored and
 *  returned.
 *  @throws LabError of the lab itself: model, runtime, database, disk, 'cancelled' */
export async function scanOneSlide(
  db: Db,
  compute: ComputeClient,
  request: ScanOneSlideRequest,
): Promise<SlideOutcome> {
  const { entry, modelId, signal } = request;
  const fingerprint = await readSlideFingerprint(entry);
  const { readHash = hashSlide } = request;
  const hash = await settle(() => readHash(entry, signal));
  if (!hash.ok) {
    const unread = findOrCreateSlide(db, newSlideOf(request, undefined));
    return recordFailure(db, { entry, slideId: unread.id, sha256: undefined, error: hash.error });
  }
  const { sha256 } = hash.value;
  const slide = findOrCreateSlide(db, newSlideOf(request, hash.value));
  const known = { entry, slideId: slide.id, sha256 };
  const finished = request.isForced ? undefined : findFinishedScan(db, { ...request, slideId: slide.id });
  const note = () => {
    if (fingerprint !== undefined) noteFingerprint(db, slide.id, { sha256, fingerprint });
  };
  if (finished !== undefined) {
    note();
    return readScannedSlide(db, { ...known, state: 'already-scanned' }, finished.id);
  }
  const startedAt = new Date();
  // the clock may be put back meanwhile
  const beganMs = performance.now();
  const scan = await settle(async () => {
    const result = await tryTwice(() => runScan(compute, request));
    await refuseChangedSlide(request, { fingerprint, sha256 });
    return result;
  });
  if (!scan.ok) return recordFailure(db, { ...known, error: scan.error });
  const found = {
    ...scan.value,
    ...{ slideId: slide.id, modelId, programVersion },
    ...{ startedAt: startedAt.toISOString(), durationMs: performance.now() - beganMs },
  };
  const scanId = await storeWhenFree(() => recordScan(db, found), signal);
  note();
  return readScannedSlide(db, { ...known, state: 'scanned' }, scanId);
}

/** The value, or the failure of the slide. @throws every other failure */
async function settle<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: LabError }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (isSlideFailure(error)) return { ok: false, error };
    throw error;
  }
}

function newSlideOf({ entry, isSynthetic }: ScanOneSlideRequest, hash: SlideHash | undefined): NewSlide {
  return {
    ...entry,
    sha256: hash?.sha256,
    sizeBytes: hash?.sizeBytes,
    // the generator names all it draws so, and a copy of it keeps the name
    isSynthetic: isSynthetic || entry.name.startsWith('SYNTHETIC'),
  };
}

function runScan(compute: ComputeClient, request: ScanOneSlideRequest): Promise<ScanSlideResult> {
  const { entry, model, redCellDiameterPx, pixelSizeUm, isPixelSizeForAll, cellGoal, engine, signal } =
    request;
  return compute.run(
    'scanSlide',
    {
      ...{ slide: entry, modelFolder: model.folder, redCellDiameterPx, pixelSizeUm, isPixelSizeForAll },
      ...{ cellGoal, engine },
    },
    { signal, onProgress: request.onField, limits: request.limits },
  );
}

/** Cells must be of the content whose hash they are stored under.
 *  @throws LabError 'slide-changed' | 'file-missing' | 'slide-unreadable' */
async function refuseChangedSlide(
  { entry, signal }: ScanOneSlideRequest,
  before: { readonly fingerprint: string | undefined; readonly sha256: string },
): Promise<void> {
  if (before.fingerprint !== undefined && (await readSlideFingerprint(entry)) === before.fingerprint) return;
  if ((await hashSlide(entry, signal)).sha256 === before.sha256) return;
  throw new LabError(
    'slide-changed',
    `${entry.name} was changed while it was scanned. Wait until it is wholly copied, then scan again.`,
  );
}

function recordFailure(
  db: Db,
  failed: {
    readonly entry: SlideEntry;
    readonly slideId: SlideId;
    readonly sha256: string | undefined;
    readonly error: LabError;
  },
): SlideOutcome {
  const failure = { code: failed.error.code, message: failed.error.message };
  recordSlideFailure(db, failed.slideId, failure);
  return { state: 'failed', entry: failed.entry, sha256: failed.sha256, failure };
}
