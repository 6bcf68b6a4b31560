import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LabError } from '../../main/domain/labError.ts';
import { reviewPath, viewerPath } from '../../renderer/routes.ts';
import { aCellTable, aJudgingModel } from '../helpers/aCellTable.ts';
import { aWorklistRow } from '../helpers/aWorklistRow.ts';
import { aFilledLab, shownSlide } from './aFilledLab.ts';
import { explainDrawnCell } from './anExplanation.ts';
import type { createFakeLab } from './fakeLab.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';

const aLab = {
  ...aFilledLab,
  answers: { ...aFilledLab.answers, explainCell: explainDrawnCell, cancelWork: async () => undefined },
};
const toggle = page.getByRole('button', { name: 'What spoke for it' });
const map = page.getByRole('img', { name: /hottest/ });

async function showReview(parts: Parameters<typeof createFakeLab>[0] = {}) {
  const lab = await showWindow({ ...aLab, ...parts, path: reviewPath(shownSlide.slideId) });
  await page
    .getByRole('gridcell', { name: /^Cell \d+: / })
    .nth(3)
    .click();
  return lab;
}

test('a key shows what spoke for the proposed class of the cell in focus, another key for the next class', async () => {
  const lab = await showReview();
  await userEvent.keyboard('e');
  await expect.element(toggle).toHaveAttribute('aria-pressed', 'true');
  await expect.element(map).toBeVisible();
  const proposed = map.element().getAttribute('aria-label') ?? '';
  expect(proposed).toMatch(/of the heat lies in the cell’s box/);
  await userEvent.keyboard('{Shift>}E{/Shift}');
  await expect.poll(() => map.elements()[0]?.getAttribute('aria-label') ?? proposed).not.toBe(proposed);
  const asked = lab.calls.filter(({ call }) => call === 'explainCell').map(({ args }) => args);
  expect(new Set(asked.map((one) => (one as { cellClass: string }).cellClass)).size).toBe(2);
  // and any by its name
  await page.getByRole('combobox', { name: 'Map of the class' }).click();
  await page.getByRole('option', { name: 'Blast-like, pro-B' }).click();
  await expect.element(page.getByRole('img', { name: /^Blast-like, pro-B: hottest/ })).toBeVisible();
  expect(lab.calls.some(({ call }) => call === 'labelCells')).toBe(false);
  await toggle.click();
  await expect.poll(() => map.elements().length).toBe(0);
});

test('a map that nobody waits for any more is cancelled when the focus moves on', async () => {
  const lab = await showReview({
    answers: { ...aLab.answers, explainCell: () => new Promise(() => undefined) },
  });
  await userEvent.keyboard('e');
  const asked = () => lab.calls.filter(({ call }) => call === 'explainCell').map(({ args }) => args);
  await expect.poll(() => asked().length).toBe(1);
  await userEvent.keyboard('{ArrowRight}');
  await expect
    .poll(() => lab.calls.find(({ call }) => call === 'cancelWork')?.args)
    .toEqual({
      requestId: (asked()[0] as { requestId: string }).requestId,
    });
});

test('why there is no map is said in the words of the lab, the picture stays, and it can be tried again', async () => {
  await showReview({
    refused: { explainCell: new LabError('compute-process-lost', 'The compute process ended.') },
  });
  await toggle.click();
  await expect.element(page.getByText('There is no map of this cell.')).toBeVisible();
  await expect.element(page.getByText('The compute process has ended', { exact: true })).toBeVisible();
  await expect.element(page.getByText('The compute process ended.')).toBeVisible();
  await expect.element(page.getByRole('img', { name: 'Cell in focus' })).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(map).toBeVisible();
});

describe.each(themes)('in the theme %s', (theme) => {
  const settings = { ...aLab.settings, theme };

  test('the map stands in the viewer beside class, legend and opacity, without a barrier', async () => {
    await showWindow({ ...aLab, settings, path: viewerPath(shownSlide.slideId) });
    await expect.element(page.getByText('20 µm (estimated)', { exact: true })).toBeVisible();
    await userEvent.keyboard('n');
    await userEvent.keyboard('e');
    await expect.element(map).toBeVisible();
    await expect.element(page.getByText('spoke most')).toBeVisible();
    await expect.element(page.getByRole('combobox', { name: 'Map of the class' })).toBeVisible();
    await expect.element(page.getByText(/does not make the class right/)).toBeVisible();
    const opacity = page.getByRole('slider', { name: 'Opacity' });
    await expect.element(opacity).toHaveAttribute('aria-valuetext', '60%');
    expect(await findBarriers()).toEqual([]);
  });

  test('and in the review, likewise', async () => {
    await showReview({ settings });
    await toggle.click();
    await expect.element(map).toBeVisible();
    expect(await findBarriers()).toEqual([]);
  });
});

test('both keys stand on the sheet of keys', async () => {
  await showReview();
  await userEvent.keyboard('{Shift>}?{/Shift}');
  await expect.element(page.getByText('What spoke for the class')).toBeVisible();
  await expect.element(page.getByText('The same for the next class')).toBeVisible();
});

describe('how sure the model is', () => {
  const row = aWorklistRow(1, { counts: { benign: 2 } });
  const path = reviewPath(row.slideId);

  test('a strange cell is told with its share of the limit, calibration and engine', async () => {
    const table = {
      ...aCellTable([{}, {}]),
      ...{ slideId: row.slideId, strangeness: Float32Array.of(1.4, 0.3) },
      model: { ...aJudgingModel, measuresStrangeness: true },
    };
    await showWindow({ rows: [row], cells: [table], path });
    await page.getByRole('gridcell', { name: /^Cell 1: / }).click();
    await expect
      .element(page.getByText('Unlike all that the model was trained on: 1.4 of the limit'))
      .toBeVisible();
    await expect
      .element(page.getByText(/The probabilities are calibrated\. .* eight-bit copy/))
      .toBeVisible();
    await page.getByRole('gridcell', { name: /^Cell 2: / }).click();
    await expect
      .element(page.getByText('Like what the model was trained on: 0.3 of the limit'))
      .toBeVisible();
  });

  test('of a model that measures neither, that is said', async () => {
    const model = { ...aJudgingModel, engine: undefined, isCalibrated: false };
    const table = { ...aCellTable([{}]), slideId: row.slideId, model };
    await showWindow({ rows: [row], cells: [table], path });
    await page.getByRole('gridcell', { name: /^Cell 1: / }).click();
    await expect.element(page.getByText(/does not measure how unlike/)).toBeVisible();
    await expect
      .element(page.getByText(/not calibrated\. Computed by .* in float32 \(TensorFlow\)/))
      .toBeVisible();
  });
});
