import { listCells } from '../database/cells.ts';
import { findModel } from '../database/models.ts';
import type { Db } from '../database/open.ts';
import { listFields, readScan } from '../database/scans.ts';
import { readSettings } from '../database/settings.ts';
import { findSlide } from '../database/slides.ts';
import { type CellClass, cellClasses } from '../domain/cellClass.ts';
import { computeDifferential } from '../domain/differential.ts';
import { isBlastBySettings } from '../domain/isBlastBySettings.ts';
import type { ClassSettings } from '../domain/labSettings.ts';
import type { ModelVersion } from '../domain/modelVersion.ts';
import { countedClass, type ReviewedCell } from '../domain/reviewedCell.ts';
import type { Scan } from '../domain/scan.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import type { ReportedClass, ReportInput, ReportReviewer } from '../reports/reportInput.ts';
import { describeScaleLimitation } from '../reports/scanWording.ts';
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
  const { classes } = readSettings(db);
  const cells = listCells(db, slide.id);
  if (slide.currentScan === undefined) throw new Error(`The slide ${slide.id} has cells but no scan`);
  const scan = readScan(db, slide.currentScan.id);
  const model = findModel(db, scan.modelId);
  const { fields, failures, leftOut } = listFields(db, scan.id);
  await refuseChangedSlide(slide);
  const isBlast = isBlastBySettings(classes);
  const suspicious = pickSuspiciousCells(cells, gallerySize, isBlast);
  const crops = await cropGallery(slide, suspicious, scan.pixelSize);
  const input: ReportInput = {
    slide: {
      name: slide.name,
      sha256: slide.sha256 ?? '',
      kind: slide.kind,
      fieldKind: scan.fieldKind,
      fieldCount: fields.length,
      failedFields: failures,
      leftOutCount: leftOut.length,
      candidateFieldCount: scan.candidateFieldCount,
      cellGoal: scan.cellGoal,
      redCellWidthPx: scan.redCellDiameterPx,
      pixelSize: scan.pixelSize,
      warnings: scan.warnings,
    },
    cellCount: cells.length,
    differential: computeDifferential(
      cells.flatMap((cell) => countedClass(cell) ?? []),
      isBlast,
    ),
    classes: reportedClasses(classes),
    gallery: crops.map(({ cell, probabilities, jpeg, windowUm }) => ({
      ...placeOf(cell, scan),
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
    ...(scan.engine === undefined ? {} : { engine: scan.engine }),
    scannedAt: scan.finishedAt,
    issuedAt: given.issuedAt,
    ...(given.timeZone === undefined ? {} : { timeZone: given.timeZone }),
    reviewer: given.reviewer,
    reviewedCellCount: cells.filter((cell) => cell.verdict !== undefined).length,
    isSynthetic: slide.isSynthetic,
    limitations: [...model.card.limitations, describeScaleLimitation(scan.pixelSize)],
  };
  return { input, slide, scan, model };
}

function reportedClasses(classes: ClassSettings): Readonly<Record<CellClass, ReportedClass>> {
  const reported = cellClasses.map((one) => {
    const { name, colour, isBlast } = classes[one];
    return [one, { name, colour, isBlast }];
  });
  return Object.fromEntries(reported) as Record<CellClass, ReportedClass>;
}

/** A cell of a continuous slide is given where it lies on the slide: the fields of another scan may be others. */
function placeOf({ fieldName, xPx, yPx, ...cell }: ReviewedCell, { fieldKind }: Scan) {
  const { widthPx, heightPx, score } = cell;
  if (fieldKind === 'camera-image') return { fieldName, xPx, yPx, widthPx, heightPx, score };
  const [left, top] = [xPx + (cell.fieldXPx ?? 0), yPx + (cell.fieldYPx ?? 0)];
  return { fieldName: 'slide', xPx: left, yPx: top, widthPx, heightPx, score };
}

function describeFigures({ card }: ModelVersion): string {
  const figures = card.evaluations.map(({ figures: { accuracy, count }, protocol }) => {
    return `accuracy ${accuracy.toFixed(3)} (n = ${count}) on ${protocol}`;
  });
  return figures.length === 0 ? 'not measured' : figures.join('; ');
}
