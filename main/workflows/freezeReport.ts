import { listCells } from '../database/cells.ts';
import { findModel } from '../database/models.ts';
import type { Db } from '../database/open.ts';
import { listFields, readScan } from '../database/scans.ts';
import { findSlide } from '../database/slides.ts';
import { computeDifferential } from '../domain/differential.ts';
import type { ModelVersion } from '../domain/modelVersion.ts';
import { redCellWidthUm } from '../domain/pixelSize.ts';
import { countedClass, type ReviewedCell } from '../domain/reviewedCell.ts';
import type { Scan } from '../domain/scan.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import type { ReportInput, ReportReviewer } from '../reports/reportInput.ts';
import { cropGallery, pickSuspiciousCells } from './cropGallery.ts';
import { programVersion } from './programVersion.ts';
import { refuseChangedSlide } from './refuseChangedSlide.ts';

/** Two pages of the report. */
const gallerySize = 24;

/** All that a report says, as it stands now, and the records it stands on. */
export interface FrozenReport {
  readonly input: ReportInput;
  readonly slide: SlideRecord;
  readonly scan: Scan;
  readonly model: ModelVersion;
}

/** Gathers the inputs of a report on a slide's newest scan.
 *  @param wanted id, name or path of the slide
 *  @throws LabError 'slide-unknown' | 'argument-invalid' when it was not scanned
 *  @throws LabError 'slide-changed' when the slide on disk is not the one that was scanned */
export async function freezeReport(
  db: Db,
  wanted: string,
  given: {
    readonly reviewer: ReportReviewer;
    readonly issuedAt: string;
    readonly timeZone: string | undefined;
  },
): Promise<FrozenReport> {
  const slide = findSlide(db, wanted);
  const cells = listCells(db, slide.id);
  if (slide.currentScan === undefined) throw new Error(`The slide ${slide.id} has cells but no scan`);
  const scan = readScan(db, slide.currentScan.id);
  const model = findModel(db, scan.modelId);
  const { fields, failures } = listFields(db, scan.id);
  await refuseChangedSlide(slide);
  const crops = await cropGallery(slide, pickSuspiciousCells(cells, gallerySize), scan.redCellDiameterPx);
  const input: ReportInput = {
    slide: {
      name: slide.name,
      sha256: slide.sha256 ?? '',
      kind: slide.kind,
      fieldCount: fields.length,
      failedFields: failures,
      redCellWidthPx: scan.redCellDiameterPx,
    },
    cellCount: cells.length,
    differential: computeDifferential(cells.flatMap((cell) => countedClass(cell) ?? [])),
    gallery: crops.map(({ cell, probabilities, jpeg, windowUm }) => ({
      ...placeOf(cell),
      probabilities,
      jpeg,
      windowUm,
    })),
    model: {
      name: model.name,
      version: model.version,
      sha256: model.sha256,
      figures: describeFigures(model),
    },
    programVersion,
    scannedAt: scan.finishedAt,
    issuedAt: given.issuedAt,
    ...(given.timeZone === undefined ? {} : { timeZone: given.timeZone }),
    reviewer: given.reviewer,
    reviewedCellCount: cells.filter((cell) => cell.verdict !== undefined).length,
    isSynthetic: slide.isSynthetic,
    limitations: [...model.card.limitations, scaleLimitation],
  };
  return { input, slide, scan, model };
}

const scaleLimitation =
  `Lengths in micrometres are estimated: a red cell is taken to be ${redCellWidthUm} µm wide. ` +
  'They were not measured against a stage micrometer.';

function placeOf({ fieldName, xPx, yPx, widthPx, heightPx, score }: ReviewedCell) {
  return { fieldName, xPx, yPx, widthPx, heightPx, score };
}

function describeFigures({ card }: ModelVersion): string {
  const figures = card.evaluations.map(({ figures: { accuracy, count }, protocol }) => {
    return `accuracy ${accuracy.toFixed(3)} (n = ${count}) on ${protocol}`;
  });
  return figures.length === 0 ? 'not measured' : figures.join('; ');
}
