import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { drawFields } from '../helpers/aSmearFolder.ts';
import { askLab, until, untilScanned } from './askLab.ts';
import { canLaunchApp, launchApp } from './launchApp.ts';

/* What a person sees of a model, and how one travels, by the window alone. */

const shipped = 'blast-classifier-1.0.0';

/** A dataset folder of drawn fields, one folder a class. */
async function aDatasetFolder(folder: string): Promise<string> {
  const fields = await drawFields(join(folder, 'fields'), 4);
  const dataset = join(folder, 'second-reader');
  for (const [at, name] of ['Benign', 'Early', 'Pre', 'Pro'].entries()) {
    mkdirSync(join(dataset, name), { recursive: true });
    copyFileSync(fields[at] ?? '', join(dataset, name, 'field.jpg'));
  }
  return dataset;
}

test.skipIf(!canLaunchApp())(
  'a cell is explained in review and viewer; a model is judged, exported and imported',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'blastscope-models-'));
    const file = join(folder, 'mine.zip');
    const dataset = await aDatasetFolder(folder);
    const app = await launchApp({
      dialogs: { 'save-model': [file], model: [file], 'dataset-folder': [dataset] },
    });
    const { window: page } = app;
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    try {
      await askLab(page, 'updateSettings', {
        person: { name: 'B. Steward', role: 'model-steward' },
        isTourDone: true,
      });
      await askLab(page, 'updateSettings', { leastControlBlasts: 3, leastControlBenign: 1 });
      await page.reload();
      await page.getByRole('button', { name: 'Demo slides' }).click();
      await page.getByRole('row', { name: /SYNTHETIC-blasts/ }).waitFor({ timeout: 60_000 });
      await untilScanned(page);
      await explainACell(page);
      await lockAndJudge(page);
      await passOn(page, file);
      expect(faults).toEqual([]);
    } finally {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

async function explainACell(page: Page): Promise<void> {
  await page.getByRole('row', { name: /SYNTHETIC-blasts/ }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: 'Cell in focus' }).first().waitFor();
  await page.keyboard.press('e');
  const map = page.getByRole('img', { name: /hottest|nothing in this picture/ });
  await map.waitFor({ timeout: 60_000 });
  const before = await map.getAttribute('aria-label');
  await page.keyboard.press('Shift+E');
  await until('the next class is explained', async () => (await map.getAttribute('aria-label')) !== before);
  await page.keyboard.press('o');
  await page.getByRole('button', { name: 'Select and move' }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('e');
  await map.waitFor({ timeout: 60_000 });
}

async function lockAndJudge(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Training' }).first().click();
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Lock a dataset folder…' }).click();
  await page.getByText('Lock the folder second-reader as the control set?').waitFor();
  await page.getByRole('button', { name: 'Lock a control set' }).click();
  await page.getByText('Control set 1 is locked.').waitFor();
  await page.getByRole('button', { name: 'What is in it…' }).click();
  await page.getByText('Every picture is what was locked.').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: `Verdict on ${shipped}` }).click();
  await page.getByRole('img', { name: /^Reliability/ }).waitFor({ timeout: 60_000 });
  await page.getByText(/Pictures of the folder second-reader/).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
}

async function passOn(page: Page, file: string): Promise<void> {
  await page.getByRole('button', { name: `Export ${shipped}` }).click();
  await page.getByText(`${shipped} is written to mine.zip.`).waitFor({ timeout: 60_000 });
  expect(existsSync(file)).toBe(true);
  await page.getByRole('button', { name: 'Import a model…' }).click();
  await page.getByText(`${shipped} is installed already: nothing was changed.`).waitFor({ timeout: 60_000 });
}
