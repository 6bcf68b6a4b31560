import { listCells } from '../database/cells.ts';
import type { Db } from '../database/open.ts';
import { listFields, readScan } from '../database/scans.ts';
import { findSlide } from '../database/slides.ts';
import { placeFields } from '../domain/placeFields.ts';
import type { ReviewedCell } from '../domain/reviewedCell.ts';
import { formatLabelCsv } from '../exchange/labelCsv.ts';
import { formatLabelGeoJson } from '../exchange/labelGeoJson.ts';
import type { LabelInFile } from '../exchange/labelInFile.ts';
import { refuseOverwriting, writeOutput } from './writeOutput.ts';

export const labelFormats = ['csv', 'geojson'] as const;
export type LabelFormat = (typeof labelFormats)[number];

/** Writes what people have said of the cells of a slide's newest scan, as `importLabelFile` reads it. CSV gives cells
 *  of camera images in pixels of their image; all others are given on the slide.
 *  @param wanted id, name or path of the slide
 *  @returns how many labels there are
 *  @throws LabError 'slide-unknown' | 'argument-invalid' without a scan | 'output-exists' | 'disk-full' … */
export async function exportLabelFile(
  db: Db,
  wanted: string,
  output: { readonly path: string; readonly format: LabelFormat; readonly mayReplace: boolean },
): Promise<number> {
  const slide = findSlide(db, wanted);
  const cells = listCells(db, slide.id);
  if (slide.currentScan === undefined) throw new Error(`The slide ${slide.id} has cells but no scan`);
  const { fieldKind, id } = readScan(db, slide.currentScan.id);
  const fields = new Map(placeFields(listFields(db, id).fields).map((field) => [field.fieldIndex, field]));
  const isByField = fieldKind === 'camera-image' && output.format === 'csv';
  const labels = cells.flatMap((cell) => labelOf(cell, isByField ? undefined : fields.get(cell.fieldIndex)));
  await refuseOverwriting(output.path, output.mayReplace, ', or --force');
  await writeOutput(
    output.path,
    output.format === 'csv' ? formatLabelCsv(labels) : formatLabelGeoJson(labels),
  );
  return labels.length;
}

/** @param field where it lies on the slide; undefined: the label names its field instead */
function labelOf(
  cell: ReviewedCell,
  field: { readonly xPx: number; readonly yPx: number } | undefined,
): readonly LabelInFile[] {
  if (cell.verdict === undefined) return [];
  const { widthPx, heightPx, verdict, fieldName } = cell;
  const box = {
    ...{ xPx: cell.xPx + (field?.xPx ?? 0), yPx: cell.yPx + (field?.yPx ?? 0) },
    ...{ widthPx, heightPx },
  };
  return [{ box, fieldName: field === undefined ? fieldName : undefined, className: verdict }];
}
