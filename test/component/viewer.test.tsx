import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { viewerPath } from '../../renderer/routes.ts';
import { aFilledLab, shownSlide } from './aFilledLab.ts';
import { findBarriers } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';

const reviews = [
  { id: 'r1', reviewer: 'B. Counter', verdict: 'benign', at: '2026-11-24T09:00:00.000Z' },
  { id: 'r2', reviewer: 'A. Reader', verdict: undefined, at: '2026-11-24T10:00:00.000Z' },
  { id: 'r3', reviewer: 'A. Reader', verdict: 'pro-b', at: '2026-11-24T11:00:00.000Z' },
].map((review) => ({ ...review, cellId: '1', carriedFromReviewId: undefined }));

test('a cell under the pointer tells its latest reviews; who splits a cell is told how, and can leave it', async () => {
  const answers = {
    ...aFilledLab.answers,
    readCellHistory: async () => ({ predictions: [], reviews: reviews as never }),
  };
  await showWindow({ ...aFilledLab, answers, path: viewerPath(shownSlide.slideId) });
  await expect.element(page.getByText('20 µm (estimated)')).toBeVisible();
  await userEvent.keyboard('n');
  const split = page.getByRole('button', { name: 'Split selected' });
  await expect.element(split).toBeEnabled();
  await userEvent.keyboard('s');
  await expect.element(split).toHaveAttribute('aria-pressed', 'true');
  await expect.element(page.getByText(/^Draw a line where the cell is to be parted/)).toBeVisible();
  expect(await findBarriers()).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByText(/^Draw a line/)).not.toBeInTheDocument();
  // still selected; the second time nothing is
  await expect.element(split).toBeEnabled();
  await userEvent.keyboard('{Escape}');
  await expect.element(split).toBeDisabled();

  // the cell was brought to the middle of the slide
  await page.getByRole('application').hover();
  const history = page.getByRole('list', { name: 'History' });
  await expect.element(history).toHaveTextContent(/Benign.*B\. Counter.*withdrawn.*A\. Reader.*Pro-B/);
});

test('an address that leads nowhere says so, and leads back', async () => {
  await showWindow({ ...aFilledLab, path: '/no/such/page' });
  await expect.element(page.getByText('There is no such page')).toBeVisible();
  expect(await findBarriers()).toEqual([]);
  await page.getByRole('button', { name: 'To the worklist' }).click();
  await expect.element(page.getByRole('heading', { name: 'Worklist' })).toBeVisible();
});
