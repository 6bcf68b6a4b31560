import { createHash } from 'node:crypto';
import type { Db } from '../../main/database/db.ts';
import { findOrCreateSlide, type NewSlide } from '../../main/database/findOrCreateSlide.ts';
import { registerModel } from '../../main/database/models.ts';
import { recordScan } from '../../main/database/recordScan.ts';
import type { NewScan } from '../../main/database/scans.ts';
import type { ClassifiedCell } from '../../main/domain/cell.ts';
import { type ModelCard, modelCardSchema } from '../../main/domain/modelCard.ts';
import { estimatePixelSize } from '../../main/domain/pixelSize.ts';
import type { ScanId, ScannedField } from '../../main/domain/scan.ts';
import type { SlideRecord } from '../../main/domain/slideRecord.ts';

/** Builders of what the database stores, small and plainly invented. */

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function aModelCard(part: Partial<ModelCard> = {}, weights = 'weights'): ModelCard {
  return modelCardSchema.parse({
    schemaVersion: 1,
    name: 'tiny',
    version: '1.0.0',
    task: 'classify-cells',
    createdAt: '2026-11-01T00:00:00Z',
    programVersion: '0.1.0',
    architecture: { name: 'tiny', widthMultiplier: 1, batchNormalisation: false, parameterCount: 1 },
    classes: ['benign', 'early-pre-b', 'pre-b', 'pro-b'],
    preprocessing: {
      inputPx: 64,
      windowRedCells: 3,
      scaleBarCorner: { width: 0, height: 0 },
      mean: [0, 0, 0],
      standardDeviation: [1, 1, 1],
    },
    weights: { file: 'weights.bin', sha256: sha256Of(weights), sizeBytes: 1 },
    training: {
      optimizer: 'adam',
      learningRate: 0.001,
      epochs: 1,
      chosenEpoch: 1,
      batchSize: 1,
      seed: 1,
      trainCount: 1,
      validationCount: 0,
      durationMs: 0,
    },
    dataset: { name: 'none', sha256: '', split: '', terms: '', citation: '' },
    evaluations: [],
    baselines: [],
    intendedUse: 'tests',
    limitations: [],
    ...part,
  });
}

export function aSlide(part: Partial<NewSlide> = {}): NewSlide {
  const path = part.path ?? '/slides/smear-1.jpg';
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    kind: 'image-file',
    sha256: sha256Of(path),
    sizeBytes: 1000,
    ...part,
  };
}

export function aCell(part: Partial<ClassifiedCell> = {}): ClassifiedCell {
  return {
    xPx: 10,
    yPx: 20,
    widthPx: 40,
    heightPx: 40,
    score: 0.9,
    fieldIndex: 0,
    cellClass: 'pre-b',
    probabilities: { benign: 0.1, 'early-pre-b': 0.1, 'pre-b': 0.7, 'pro-b': 0.1 },
    ...part,
  };
}

/** Cells side by side, none touching another. */
export function cellsInRow(count: number): readonly ClassifiedCell[] {
  return Array.from({ length: count }, (_, at) => aCell({ xPx: at * 100 }));
}

export function aField(part: Partial<ScannedField> = {}): ScannedField {
  const size = { widthPx: 2000, heightPx: 1500 };
  return { fieldIndex: 0, name: 'field-1.jpg', ...size, xPx: 0, yPx: 0, focusScore: 0.8, ...part };
}

export function aScan(part: Pick<NewScan, 'slideId' | 'modelId'> & Partial<NewScan>): NewScan {
  return {
    programVersion: '0.1.0',
    startedAt: '2026-11-01T08:00:00.000Z',
    durationMs: 1500,
    fieldKind: 'camera-image',
    fields: [aField()],
    failures: [],
    leftOut: [],
    cells: [aCell()],
    redCellDiameterPx: 72.5,
    pixelSize: estimatePixelSize([72.5]),
    cellGoal: undefined,
    candidateFieldCount: 1,
    warnings: [],
    engine: undefined,
    ...part,
  };
}

/** A slide with one finished scan in a database. */
export function recordScannedSlide(
  db: Db,
  cells: readonly ClassifiedCell[] = [aCell()],
  slide: Partial<NewSlide> = {},
): { readonly slide: SlideRecord; readonly scanId: ScanId } {
  const model = registerModel(db, aModelCard());
  const { id } = findOrCreateSlide(db, aSlide(slide));
  const scanId = recordScan(db, aScan({ slideId: id, modelId: model.id, cells }));
  return { slide: findOrCreateSlide(db, aSlide(slide)), scanId };
}

/** A slide of two fields side by side, 2000 x 1500 px each, the second at x 2100, with one finished scan. */
export function recordTwoFields(
  db: Db,
  cells: readonly ClassifiedCell[],
): { readonly slideId: SlideRecord['id']; readonly scanId: ScanId; readonly modelId: NewScan['modelId'] } {
  const { id: modelId } = registerModel(db, aModelCard());
  const { id: slideId } = findOrCreateSlide(db, aSlide());
  const fields = [aField(), aField({ fieldIndex: 1, name: 'field-2.jpg', xPx: 2100 })];
  return { slideId, modelId, scanId: recordScan(db, aScan({ slideId, modelId, fields, cells })) };
}
