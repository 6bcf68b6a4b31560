import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { reviewPath } from '../../renderer/routes.ts';
import { aCellTable } from '../helpers/aCellTable.ts';
import { aWorklistRow } from '../helpers/aWorklistRow.ts';
import { showWindow } from './showWindow.tsx';

test('a cell is labelled by key and put back by undo, here and in the lab', async () => {
  const row = aWorklistRow(1, { counts: { benign: 3 } });
  const table = { ...aCellTable([{}, {}, {}]), slideId: row.slideId };
  const lab = await showWindow({ rows: [row], cells: [table], path: reviewPath(row.slideId) });
  await page.getByRole('gridcell', { name: /^Cell 2: Benign/ }).click();
  await userEvent.keyboard('3');
  await expect
    .element(page.getByRole('gridcell', { name: /^Cell 2: Blast-like, pre-B, Corrected/ }))
    .toBeVisible();
  expect(lab.calls.find(({ call }) => call === 'labelCells')?.args).toEqual({
    slideId: row.slideId,
    cellIds: ['2'],
    verdict: 'pre-b',
  });
  await page.getByRole('button', { name: 'Undo (1)' }).click();
  await expect.element(page.getByRole('gridcell', { name: /^Cell 2: Benign/ })).toBeVisible();
});
