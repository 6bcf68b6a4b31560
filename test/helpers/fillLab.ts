import type { Db } from '../../main/database/db.ts';
import { findOrCreateSlide, type NewSlide } from '../../main/database/findOrCreateSlide.ts';
import { registerModel } from '../../main/database/models.ts';
import { recordScan } from '../../main/database/recordScan.ts';
import type { ClassifiedCell } from '../../main/domain/cell.ts';
import { cellClasses, likeliestClass } from '../../main/domain/cellClass.ts';
import type { ModelCard } from '../../main/domain/modelCard.ts';
import { createRandom, type Random } from '../../main/domain/randomNumbers.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { aField, aScan, aSlide } from './labRecords.ts';

/** Cells strewn over one field, their boxes 30 to 60 px; mostly benign, as in most smears.
 *  @param size of the field */
export function strewnCells(
  count: number,
  size: { readonly widthPx: number; readonly heightPx: number },
  random: Random,
): readonly ClassifiedCell[] {
  return Array.from({ length: count }, () => {
    const widthPx = 30 + Math.round(random() * 30);
    const heightPx = 30 + Math.round(random() * 30);
    const weights = cellClasses.map((cellClass) => (cellClass === 'benign' ? 3 : 1) * random() ** 4 + 1e-6);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const [benign = 0, early = 0, pre = 0, pro = 0] = weights.map((weight) => weight / total);
    const probabilities = { benign, 'early-pre-b': early, 'pre-b': pre, 'pro-b': pro };
    return {
      fieldIndex: 0,
      xPx: Math.round(random() * (size.widthPx - widthPx)),
      yPx: Math.round(random() * (size.heightPx - heightPx)),
      ...{ widthPx, heightPx },
      score: 0.5 + random() / 2,
      cellClass: likeliestClass(probabilities),
      probabilities,
    };
  });
}

/** Puts scanned slides into a database, each of one field with strewn cells: a lab that has worked for years.
 *  @returns their ids */
export function fillLab(
  db: Db,
  given: { readonly slideCount: number; readonly cellsPerSlide: number; readonly card: ModelCard },
): readonly SlideId[] {
  const random = createRandom(20_261_125);
  const model = registerModel(db, given.card);
  const size = { widthPx: 4000, heightPx: 3000 };
  return Array.from({ length: given.slideCount }, (_, index) => {
    const slide = aSlide({ path: `/slides/year-${index % 10}/smear-${String(index).padStart(5, '0')}.jpg` });
    return recordStrewnScan(db, slide, {
      modelId: model.id,
      size,
      cells: strewnCells(given.cellsPerSlide, size, random),
    });
  });
}

/** One slide with one finished scan of one field. */
export function recordStrewnScan(
  db: Db,
  slide: NewSlide,
  scan: {
    readonly modelId: Parameters<typeof aScan>[0]['modelId'];
    readonly size: { readonly widthPx: number; readonly heightPx: number };
    readonly cells: readonly ClassifiedCell[];
  },
): SlideId {
  const { id } = findOrCreateSlide(db, slide);
  const field = aField({ name: slide.name, ...scan.size });
  recordScan(db, aScan({ slideId: id, modelId: scan.modelId, fields: [field], cells: scan.cells }));
  return id;
}
