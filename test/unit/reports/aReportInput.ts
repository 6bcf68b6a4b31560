import sharp from 'sharp';
import type { CellClass } from '../../../main/domain/cellClass.ts';
import { computeDifferential, type Differential } from '../../../main/domain/differential.ts';
import { defaultLabSettings } from '../../../main/domain/labSettings.ts';
import { estimatePixelSize } from '../../../main/domain/pixelSize.ts';
import type { GalleryCell, ReportInput } from '../../../main/reports/reportInput.ts';

/** A report about 37 blast-like cells of 200, and whatever the test wants otherwise. */
export function aReportInput(changes: Partial<ReportInput> = {}): ReportInput {
  return {
    slide: {
      name: 'smear-0042',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      kind: 'field-folder',
      fieldKind: 'camera-image',
      fieldCount: 12,
      failedFields: [],
      leftOutCount: 0,
      candidateFieldCount: 12,
      cellGoal: undefined,
      redCellWidthPx: 41.37,
      pixelSize: estimatePixelSize([41.37]),
      warnings: [],
    },
    cellCount: 200,
    differential: aDifferential({ benign: 163, 'early-pre-b': 9, 'pre-b': 21, 'pro-b': 7 }),
    classes: defaultLabSettings.classes,
    gallery: [],
    model: {
      name: 'vgg13',
      version: '1.2.3',
      sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
      figures: 'accuracy 0.97 on a held-out fold',
    },
    programVersion: '0.1.0',
    engine: 'onnxruntime 1.30.0, int8 (copy 0123456789ab)',
    scannedAt: '2026-11-23T16:02:11.000Z',
    issuedAt: '2026-11-23T17:44:05.000Z',
    timeZone: 'Europe/Berlin',
    reviewer: { name: 'Dr. Žofie Nováková', role: 'Haematologist', meaning: 'reviewed' },
    reviewedCellCount: 34,
    isSynthetic: false,
    limitations: ['Classes come from morphology alone.'],
    ...changes,
  };
}

export function aDifferential(counts: Partial<Record<CellClass, number>>): Differential {
  const classes = Object.entries(counts) as [CellClass, number][];
  return computeDifferential(
    classes.flatMap(([cellClass, count]) => Array<CellClass>(count).fill(cellClass)),
  );
}

/** A gallery cell whose crop is one flat colour. */
export async function aGalleryCell(changes: Partial<GalleryCell> = {}): Promise<GalleryCell> {
  return {
    fieldName: 'field-1.jpg',
    xPx: 312,
    yPx: 1204,
    widthPx: 80,
    heightPx: 82,
    score: 0.9,
    probabilities: { benign: 0.04, 'early-pre-b': 0.06, 'pre-b': 0.71, 'pro-b': 0.19 },
    jpeg: await aCrop(),
    windowUm: 22,
    ...changes,
  };
}

export function aCrop(): Promise<Buffer> {
  return sharp({ create: { width: 96, height: 96, channels: 3, background: '#7A4FB0' } })
    .jpeg()
    .toBuffer();
}
