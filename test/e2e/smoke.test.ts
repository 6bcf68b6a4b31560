import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { askLab, until, untilScanned } from './askLab.ts';
import { canLaunchApp, launchApp } from './launchApp.ts';

/* A technologist's first day, in one go: as a person does it, by the window alone. */

test.skipIf(!canLaunchApp())(
  'first start, demo slides, scan, review by keyboard, undo, retrain, sign and verify @smoke',
  async () => {
    const app = await launchApp();
    const { window: page } = app;
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    try {
      await welcome(page);
      await addDemoSlides(page);
      await reviewTwentyCells(page);
      await retrainALittle(page);
      await signAndVerify(page);
      expect(faults).toEqual([]);
    } finally {
      await app.close();
    }
  },
);

async function welcome(page: Page): Promise<void> {
  await page.getByRole('dialog', { name: 'Welcome to Blastscope' }).waitFor();
  await page.getByLabel('Name').fill('T. Echnologist');
  await page.keyboard.press('Enter');
  await page.getByText('Step 1 of 6').waitFor();
  await page.keyboard.press('Escape');
  await until('the tour is remembered', async () => (await askLab(page, 'readSettings', {})).isTourDone);
}

async function addDemoSlides(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Demo slides' }).click();
  await page.getByRole('row', { name: /SYNTHETIC-blasts/ }).waitFor({ timeout: 60_000 });
  await untilScanned(page);
  const { rows } = await askLab(page, 'listWorklist', {});
  expect(rows.map(({ state }) => state)).toEqual(['scanned', 'scanned', 'scanned']);
}

/** By keyboard alone: every key is one label, on disk, and the next cell is in focus. */
async function reviewTwentyCells(page: Page): Promise<void> {
  await page.getByRole('row', { name: /SYNTHETIC-blasts/ }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Review', exact: true }).waitFor();
  const slideId = await slideNamed(page, 'SYNTHETIC-blasts');
  await page.getByRole('img', { name: 'Cell in focus' }).first().waitFor();
  for (let cell = 0; cell < 20; cell += 1) await page.keyboard.press(String(1 + (cell % 4)));
  await until(
    '20 labels are stored',
    async () => (await askLab(page, 'readLabelHistory', { slideId })).undoCount === 20,
  );
  await page.keyboard.press('Control+z');
  await until('one was undone', async () => {
    const { undoCount, redoCount } = await askLab(page, 'readLabelHistory', { slideId });
    return undoCount === 19 && redoCount === 1;
  });
  const { counts } = await askLab(page, 'describeLabels', {});
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(19);
}

async function retrainALittle(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Training' }).first().click();
  await page.getByLabel('Epochs').fill('1');
  await page.getByRole('button', { name: 'Start training' }).click();
  const asked = page.getByRole('dialog');
  await asked.getByText('Expected time').waitFor({ timeout: 60_000 });
  await asked.getByRole('button', { name: 'Start training' }).click();
  await until('the training is done', async () => {
    const [run] = await askLab(page, 'listTrainingRuns', {});
    if (run?.failure !== undefined) throw new Error(run.failure.message);
    return run?.state === 'done';
  });
  const models = await askLab(page, 'listModels', {});
  expect(models.map(({ problem }) => problem)).toEqual(models.map(() => undefined));
  expect(models.filter(({ isShipped }) => !isShipped)).toHaveLength(1);
}

async function signAndVerify(page: Page): Promise<void> {
  const slideId = await slideNamed(page, 'SYNTHETIC-single-field.png');
  await page.getByRole('button', { name: 'Worklist' }).first().click();
  await page.getByRole('row', { name: /SYNTHETIC-single-field/ }).dblclick();
  await page.getByRole('img', { name: 'Cell in focus' }).first().waitFor();
  await page.getByRole('button', { name: 'Mark page as seen' }).click();
  await until('every cell was seen', async () => {
    const [row] = await askLab(page, 'readWorklistRows', { slideIds: [slideId] });
    return row?.scan !== undefined && row.scan.tally.mustSeeSeenCount === row.scan.tally.mustSeeCount;
  });
  await page.getByRole('button', { name: 'Report', exact: true }).last().click();
  await page.getByRole('button', { name: 'Sign…' }).click();
  await page.getByRole('button', { name: 'Create a key…' }).click();
  await page.getByLabel('Password', { exact: true }).fill('correct horse');
  await page.getByLabel('Password again').fill('correct horse');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  // until then the dialog of before may still be fading out, and what is filled in would go with it
  await page.getByLabel('Password again').waitFor({ state: 'detached' });
  await page.getByLabel('Password of the key').fill('correct horse');
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByText('The report is signed').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByText('Valid: not changed since it was signed').waitFor();
}

async function slideNamed(page: Page, wanted: string) {
  const { rows } = await askLab(page, 'listWorklist', {});
  const row = rows.find(({ name }) => name === wanted);
  if (row === undefined) throw new Error(`There is no slide ${wanted}`);
  return row.slideId;
}
