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

test('the cells to label next are shown alone, in their order, and stay while they are labelled', async () => {
  const row = aWorklistRow(1, { counts: { benign: 4 } });
  const table = { ...aCellTable([{ verdict: 0 }, {}, {}, {}]), slideId: row.slideId };
  const lab = await showWindow({ rows: [row], cells: [table], path: reviewPath(row.slideId) });
  const cells = page.getByRole('gridcell', { name: /^Cell \d/ });
  await expect.element(cells.nth(3)).toBeVisible();
  await userEvent.keyboard('l');
  const button = page.getByRole('button', { name: 'Label these next' });
  await expect.element(button).toHaveAttribute('aria-pressed', 'true');
  const shown = () =>
    cells.elements().map((one) => /^Cell (\d+): (.*), (\w+), /.exec(one.ariaLabel ?? '')?.slice(1));
  expect(shown().map((words) => words?.[0])).toEqual(['4', '3', '2']);
  expect(lab.calls.find(({ call }) => call === 'nextCells')?.args).toEqual({
    slideId: row.slideId,
    count: 50,
  });
  // the first of them is in focus: a key labels it and goes on to the second
  await userEvent.keyboard('3');
  await expect
    .poll(() => shown())
    .toEqual([
      ['4', 'Blast-like, pre-B', 'Corrected'],
      ['3', expect.any(String), expect.any(String)],
      ['2', expect.any(String), expect.any(String)],
    ]);
  await userEvent.keyboard('4');
  await expect.poll(() => shown()[1]?.[1]).toBe('Blast-like, pro-B');
  await button.click();
  await expect.element(button).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => cells.elements().length).toBe(4);
});

test('a slide of which every cell has a label says so', async () => {
  const row = aWorklistRow(1, { counts: { benign: 1 } });
  const table = { ...aCellTable([{ verdict: 0 }]), slideId: row.slideId };
  await showWindow({ rows: [row], cells: [table], path: reviewPath(row.slideId) });
  await page.getByRole('button', { name: 'Label these next' }).click();
  await expect.element(page.getByText('Every cell of this slide has a label.')).toBeVisible();
});

test('what is known of a cell stays within its panel, however long the names are', async () => {
  const row = aWorklistRow(1, { counts: { benign: 1 } });
  const table = {
    ...aCellTable([{ verdict: 0 }]),
    ...{ slideId: row.slideId, reviewers: ['Prof. Dr. Wilhelmine-Charlotte Achtermannshausen-Oberhuber'] },
    reviewer: Int16Array.of(0),
  };
  await showWindow({ rows: [row], cells: [table], path: reviewPath(row.slideId) });
  const panel = page.getByRole('region', { name: 'Cell in focus' });
  await expect.element(panel.getByText(/Achtermannshausen/)).toBeVisible();
  const { scrollWidth, clientWidth } = panel.element().parentElement ?? panel.element();
  expect(scrollWidth).toBe(clientWidth);
});
