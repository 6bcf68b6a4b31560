import { expect, test } from 'vitest';
import { listCells } from '../../../main/database/cells.ts';
import { deleteCells, drawCell, labelCells } from '../../../main/database/labelCells.ts';
import { readSettings, updateSettings } from '../../../main/database/settings.ts';
import { readScannedSlide } from '../../../main/workflows/slideOutcome.ts';
import { aCell, cellsInRow, recordTwoFields } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

test('the outcome of a scan counts the cells as they stand now, blast-like by what the lab has set', () => {
  const db = openTempDatabase();
  const cells = [...cellsInRow(4), aCell({ xPx: 900, cellClass: 'early-pre-b' })];
  const { slideId, scanId } = recordTwoFields(db, cells);
  const [a, b] = listCells(db, slideId).map(({ id }) => id);
  if (a === undefined || b === undefined) throw new Error('no cells');
  const who = { slideId, person: 'Ada' };
  deleteCells(db, { ...who, cellIds: [a] });
  labelCells(db, { ...who, cellIds: [b], verdict: 'unidentified' });
  drawCell(db, { ...who, verdict: 'benign', box: { xPx: 2300, yPx: 20, widthPx: 40, heightPx: 40 } });
  const entry = { kind: 'image-file', path: '/slides/smear-1.jpg', name: 'smear-1.jpg' } as const;
  const read = () => readScannedSlide(db, { state: 'scanned', entry, slideId, sha256: '' }, scanId);
  // two pre-B, one early pre-B, one benign; the unidentified one does not count
  expect(read()).toMatchObject({ cellCount: 5, differential: { totalCount: 4, blastCount: 3 } });
  const { classes } = readSettings(db);
  updateSettings(db, {
    classes: { ...classes, 'early-pre-b': { ...classes['early-pre-b'], isBlast: false } },
  });
  expect(read().differential).toMatchObject({ totalCount: 4, blastCount: 2, blastFraction: 0.5 });
});
