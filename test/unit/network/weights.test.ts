import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadWeights, saveWeights } from '../../../main/network/weights.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blastscope-weights-'));
});
afterEach(() => rm(folder, { recursive: true }));

const tensors = [
  { name: 'a/kernel', shape: [2, 2], values: Float32Array.of(1, -2, 3.5, 4) },
  { name: 'a/bias', shape: [1], values: Float32Array.of(0.25) },
];

test('weights come back as they were saved, with the network that they belong to', async () => {
  const saved = await saveWeights(folder, tensors, { width: 0.25 });
  const loaded = await loadWeights(folder, saved.sha256);
  expect([...loaded.tensors.values()]).toEqual(tensors);
  expect(loaded.network).toEqual({ width: 0.25 });
  expect(saved.sizeBytes).toBe(20);
});

test('one changed byte of the weights is noticed by the hash on the card', async () => {
  const saved = await saveWeights(folder, tensors, {});
  const path = join(folder, 'weights.bin');
  const bytes = await readFile(path);
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  await writeFile(path, bytes);
  await expect(loadWeights(folder, saved.sha256)).rejects.toMatchObject({ code: 'model-corrupt' });
});

test('weights cut short are refused even without a card', async () => {
  await saveWeights(folder, tensors, {});
  await truncate(join(folder, 'weights.bin'), 12);
  await expect(loadWeights(folder, undefined)).rejects.toMatchObject({ code: 'model-corrupt' });
});

test('a folder without weights says which file is missing', async () => {
  await expect(loadWeights(folder, undefined)).rejects.toThrow(/weights\.bin|model\.json/);
});
