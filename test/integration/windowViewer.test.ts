import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verdictAt } from '../../main/domain/cellTable.ts';
import { aLabStation } from '../helpers/aLabStation.ts';
import { type BuiltWindow, buildWindow, hasChromium } from '../helpers/aServedWindow.ts';
import { aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';

let material: ScanMaterial;
let built: BuiltWindow;
beforeAll(async () => {
  if (!hasChromium) return;
  material = await drawOnce();
  built = await buildWindow();
});
afterAll(async () => {
  await built?.dispose();
  await material?.dispose();
});

async function aScannedSlide() {
  const station = await aLabStation();
  await station.lab.updateSettings({ person: { name: 'A. Reader', role: 'technologist' }, isTourDone: true });
  const { addedIds } = await station.addSlides([await aSmearFolder(material.fields, { 'smear-1': 2 })]);
  await station.whenScanned();
  const [slideId] = addedIds;
  if (slideId === undefined) throw new Error('No slide was added');
  const readVerdicts = async () => {
    const table = await station.lab.readCells({ slideId });
    return Array.from({ length: table.count }, (_, row) => verdictAt(table, row)).filter(
      (verdict) => verdict !== undefined,
    );
  };
  return { station, slideId, readVerdicts };
}

describe.skipIf(!hasChromium)('the viewer over a real station (apt-get install chromium)', () => {
  test('keys that follow each other at once label one cell after another, and undo takes each back', async () => {
    const { station, slideId, readVerdicts } = await aScannedSlide();
    const window = await built.open(station);
    const { page } = window;
    await window.go(`/slide/${slideId}`);
    await page.locator('.openseadragon-canvas').first().waitFor();
    await page.keyboard.press('n');
    await page.getByRole('img', { name: 'Picture of the cell' }).waitFor();
    for (const key of ['1', '3', '5']) await page.keyboard.press(key);
    await expect.poll(readVerdicts).toEqual(['benign', 'pre-b', 'unidentified']);
    await page.keyboard.press('Control+z');
    await expect.poll(readVerdicts).toEqual(['benign', 'pre-b']);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(readVerdicts).toEqual(['benign', 'pre-b', 'unidentified']);
    const { seen } = await station.lab.readCells({ slideId });
    await window.close();
    expect(seen[0]).toBe(1);
    expect(window.problems).toEqual([]);
  });

  test('a cell is drawn by a drag, and a drag without a tool moves the slide, never a cell', async () => {
    const { station, slideId } = await aScannedSlide();
    const before = (await station.lab.readCells({ slideId })).count;
    const window = await built.open(station);
    const { page } = window;
    await window.go(`/slide/${slideId}`);
    await page.locator('.openseadragon-canvas').first().waitFor();
    await page.keyboard.press('n');
    await page.getByRole('img', { name: 'Picture of the cell' }).waitFor();
    const area = await page.getByRole('application').boundingBox();
    if (area === null) throw new Error('The slide is not shown');
    const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
    const drag = async () => {
      await page.mouse.move(middle.x - 20, middle.y - 20);
      await page.mouse.down();
      await page.mouse.move(middle.x + 20, middle.y + 20, { steps: 5 });
      await page.mouse.up();
    };
    const readUndo = async () => (await station.lab.readLabelHistory({ slideId })).undo?.kind;
    await drag();
    await page.keyboard.press('d');
    await drag();
    await expect.poll(readUndo).toBe('draw');
    const after = await station.lab.readCells({ slideId });
    const { undoCount } = await station.lab.readLabelHistory({ slideId });
    await window.close();
    expect([after.count, undoCount]).toEqual([before + 1, 1]);
    expect(after.isDrawn.filter((isDrawn) => isDrawn === 1)).toHaveLength(1);
    expect(window.problems).toEqual([]);
  });

  test('a cell is split along a drawn line, and undo makes it whole', async () => {
    const { station, slideId } = await aScannedSlide();
    const before = await station.lab.readCells({ slideId });
    const window = await built.open(station);
    const { page } = window;
    await window.go(`/slide/${slideId}`);
    await page.locator('.openseadragon-canvas').first().waitFor();
    await page.keyboard.press('n');
    await page.getByRole('img', { name: 'Picture of the cell' }).waitFor();
    // the selected cell is brought to the middle
    const area = await page.getByRole('application').boundingBox();
    if (area === null) throw new Error('The slide is not shown');
    const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
    await page.keyboard.press('s');
    await page.getByText('Draw a line where the cell is to be parted').waitFor();
    await page.waitForTimeout(1000);
    await page.mouse.move(middle.x - 200, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x + 200, middle.y + 10, { steps: 5 });
    await page.mouse.up();
    const readUndo = async () => (await station.lab.readLabelHistory({ slideId })).undo?.kind;
    await expect.poll(readUndo).toBe('split');
    const after = await station.lab.readCells({ slideId });
    const pieces = Array.from({ length: after.count }, (_, row) => row).filter(
      (row) => after.isDrawn[row] === 1,
    );
    const [upper = -1, lower = -1] = pieces.sort((a, b) => (after.yPx[a] ?? 0) - (after.yPx[b] ?? 0));
    const whole = {
      yPx: after.yPx[upper] ?? 0,
      heightPx: (after.heightPx[upper] ?? 0) + (after.heightPx[lower] ?? 0),
    };
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await station.lab.readCells({ slideId })).count).toBe(before.count);
    const made = await station.lab.readCells({ slideId });
    await window.close();
    expect([after.count, pieces.length]).toEqual([before.count + 1, 2]);
    expect(after.yPx[lower]).toBeCloseTo(whole.yPx + (after.heightPx[upper] ?? 0), 2);
    expect(Array.from(made.ids)).toEqual(Array.from(before.ids));
    expect(window.problems).toEqual([]);
  });
});
