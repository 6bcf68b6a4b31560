import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { type BuiltWindow, buildWindow, hasChromium } from '../helpers/aServedWindow.ts';
import { aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';

const person = { name: 'A. Reader', role: 'haematologist' } as const;

let material: ScanMaterial;
let built: BuiltWindow;
let axe: string;
beforeAll(async () => {
  if (!hasChromium) return;
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  material = await drawOnce();
  built = await buildWindow();
});
afterAll(async () => {
  await built?.dispose();
  await material?.dispose();
});

/** A slide that was scanned and looked at by a person, cell by cell. */
async function aReviewedSlide(station: LabStation) {
  const folder = await aSmearFolder(material.fields, { 'smear-1': 2 });
  await station.lab.updateSettings({ person, isTourDone: true });
  const { addedIds } = await station.addSlides([folder]);
  await station.whenScanned();
  const [slideId] = addedIds;
  if (slideId === undefined) throw new Error('No slide was added');
  const { ids } = await station.lab.readCells({ slideId });
  const cellIds = [...ids].map(String);
  await station.client.callLab('labelCells', { slideId, cellIds, verdict: 'benign' });
  return slideId;
}

async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

describe.skipIf(!hasChromium)('the window over a real station (apt-get install chromium)', () => {
  test('shows every page in every theme without a serious barrier, a refusal or a page that scrolls', async () => {
    const station = await aLabStation();
    const slideId = await aReviewedSlide(station);
    const window = await built.open(station);
    const paths = ['/', `/slide/${slideId}`, `/review/${slideId}`, '/training', '/reports', '/settings'];
    const found: string[] = [];
    for (const theme of ['light', 'dark', 'high-contrast'] as const) {
      await station.lab.updateSettings({ theme });
      for (const path of paths) {
        await window.go(path);
        const scrolls = await window.page.evaluate(
          'document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth',
        );
        if (scrolls === true) found.push(`${theme} ${path}: the page scrolls`);
        for (const barrier of await findBarriers(window.page)) found.push(`${theme} ${path}: ${barrier}`);
      }
    }
    await window.close();
    expect({ found, problems: window.problems }).toEqual({ found: [], problems: [] });
  });

  test('a report is read, signed with a new key and verified', async () => {
    const station = await aLabStation();
    const slideId = await aReviewedSlide(station);
    const window = await built.open(station);
    const { page } = window;
    await window.go(`/reports?slide=${slideId}`);
    // words of the PDF itself, which the policy lets no WebAssembly draw
    await page.getByText('Blood smear report').first().waitFor();
    await page.getByRole('button', { name: 'Sign…' }).click();
    await page.getByRole('button', { name: 'Create a key…' }).click();
    await page.getByLabel('Password', { exact: true }).fill('correct horse');
    await page.getByLabel('Password again').fill('correct horse');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByLabel('Password of the key').fill('wrong');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('password of the signing key is wrong').waitFor();
    await page.getByLabel('Password of the key').fill('correct horse');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('The report is signed').waitFor();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByText('Valid: not changed since it was signed').waitFor();
    await page.getByText('Yes, byte for byte').waitFor();
    const [report] = await station.lab.listReports({});
    await window.close();
    expect(report).toMatchObject({ slideId, reviewer: person.name, isFileThere: true });
    expect(window.problems).toEqual([]);
  });
});
