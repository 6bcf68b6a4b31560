import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCellFinder } from '../../main/network/detector.ts';

const shipped = fileURLToPath(new URL('../../models/cell-finder-1.0.0', import.meta.url));
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blastscope-detector-'));
  await cp(shipped, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

test('the shipped detector is whole and works at 20 px a red cell', async () => {
  const finder = await loadCellFinder(shipped);
  expect(finder.redCellPx).toBe(20);
  expect(finder.scoreThreshold).toBe(finder.card.scoreThreshold);
  finder.dispose();
});

test('one changed byte of its weights is refused', async () => {
  const path = join(folder, 'weights.bin');
  const bytes = await readFile(path);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  await writeFile(path, bytes);
  await expect(loadCellFinder(folder)).rejects.toMatchObject({ name: 'LabError', code: 'model-corrupt' });
});

test.each([
  ['not JSON', 'hello'],
  ['of a classifier', '{"schemaVersion":1,"task":"classify-cells"}'],
])('a card that is %s is refused', async (_, text) => {
  await writeFile(join(folder, 'card.json'), text);
  await expect(loadCellFinder(folder)).rejects.toMatchObject({ code: 'model-corrupt' });
});

test('a folder without a card is not a detector', async () => {
  await rm(join(folder, 'card.json'));
  await expect(loadCellFinder(folder)).rejects.toMatchObject({ code: 'model-unknown' });
});
