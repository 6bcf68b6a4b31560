import { z } from 'zod';
import { type ClassProbabilities, cellClasses } from '../domain/cellClass.ts';
import type { NextCandidate } from '../domain/chooseNextCells.ts';
import type { CellId } from '../domain/ids.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRows } from './readRows.ts';
import { translating } from './transaction.ts';

/** In the order in which a row is read below. */
const columns = `cell.id, scans.slide_id, cell.field_index, cell.width_px, cell.height_px, cell.score, cell.benign,
  cell.early_pre_b, cell.pre_b, cell.pro_b`;

const newest = `FROM scans JOIN current_cells AS cell ON cell.scan_id = scans.id
  WHERE scans.id = (SELECT max(id) FROM scans AS newest WHERE newest.slide_id = scans.slide_id)
    AND cell.is_present = 1`;

type Row = readonly [
  id: number,
  slideId: string,
  fieldIndex: number,
  widthPx: number,
  heightPx: number,
  score: number,
  ...probabilities: (number | null)[],
];

/** Cells of the newest scans that nobody has given a verdict, one after the other: there may be a million. No other
 *  statement may write between two of them.
 *  @param slideId only those of a slide; undefined: of all */
export function* iterateUnreviewed(db: Db, slideId: SlideId | undefined): Generator<NextCandidate> {
  const select = `SELECT ${columns} ${newest} AND cell.verdict IS NULL${slideId === undefined ? '' : ' AND scans.slide_id = ?'}`;
  const statement = translating(db, 'list the cells without a label', () => prepare(db, select).raw());
  const rows = slideId === undefined ? statement.iterate() : statement.iterate(slideId);
  for (const row of rows as IterableIterator<Row>) {
    const [id, slide, fieldIndex, widthPx, heightPx, score, ...probabilities] = row;
    yield {
      id: String(id) as CellId,
      ...{ slide, field: String(fieldIndex), score },
      sizePx: Math.sqrt(widthPx * heightPx),
      probabilities: readProbabilities(probabilities),
    };
  }
}

/** undefined where the model of the scan has not judged the cell */
function readProbabilities(values: readonly (number | null)[]): ClassProbabilities | undefined {
  const [benign, early, pre, pro] = values;
  if (benign == null || early == null || pre == null || pro == null) return undefined;
  return { benign, 'early-pre-b': early, 'pre-b': pre, 'pro-b': pro };
}

const countSchema = z.object({ slide_id: z.string(), verdict: z.enum(cellClasses), count: z.int() });

/** How many cells of each slide people gave a class. */
export function countLabelsBySlide(db: Db): readonly z.infer<typeof countSchema>[] {
  const select = `SELECT scans.slide_id, cell.verdict, count(*) AS count ${newest}
    AND cell.verdict IN ('benign', 'early-pre-b', 'pre-b', 'pro-b')
    AND EXISTS (SELECT 1 FROM scan_tallies WHERE scan_id = scans.id AND reviewed_count > 0)
    GROUP BY scans.slide_id, cell.verdict`;
  return translating(db, 'count the labels', () => readRows(countSchema, prepare(db, select).all()));
}
