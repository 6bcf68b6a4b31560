import { chmod, mkdir, readdir, readFile, rename, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createTileDiskCache } from '../../../main/slides/tileDiskCache.ts';
import { tileFilePath } from '../../../main/slides/tileDiskIndex.ts';
import { aFolder } from './slideFolder.ts';

const megabyte = 2 ** 20;

function anId(number: number): string {
  return number.toString(16).padStart(64, '0');
}

function aTile(number: number, sizeBytes = 1000): Uint8Array {
  return new Uint8Array(sizeBytes).fill(number);
}

function aCache(folder: string, mostBytes = megabyte) {
  const lines: string[] = [];
  const cache = createTileDiskCache({ folder, mostBytes, log: (line) => lines.push(line) });
  return { cache, lines };
}

test('a tile that was put is there again, also after a restart', async () => {
  const folder = await aFolder();
  const { cache } = aCache(folder);
  cache.put(anId(1), aTile(7));
  await cache.settle();
  expect(await cache.get(anId(1))).toEqual(Buffer.from(aTile(7)));
  const { cache: later } = aCache(folder);
  expect(await later.get(anId(1))).toEqual(Buffer.from(aTile(7)));
  expect(await later.get(anId(2))).toBeUndefined();
  await later.settle();
  expect(later.sizeBytes).toBe(cache.sizeBytes);
});

test('a tile that was damaged on disk is dropped and never served', async () => {
  const folder = await aFolder();
  const { cache } = aCache(folder);
  for (const number of [1, 2, 3, 4]) cache.put(anId(number), aTile(number));
  await cache.settle();
  const paths = [1, 2, 3, 4].map((number) => tileFilePath(folder, anId(number)));
  const [flipped = '', short = '', empty = '', exchanged = ''] = paths;
  const bytes = await readFile(flipped);
  bytes[500] = 99;
  await writeFile(flipped, bytes);
  await truncate(short, 600);
  await truncate(empty, 0);
  cache.put(anId(9), aTile(9));
  await cache.settle();
  await rename(tileFilePath(folder, anId(9)), exchanged); // a whole file, but of another tile
  for (const number of [1, 2, 3, 4]) expect(await cache.get(anId(number))).toBeUndefined();
  for (const path of paths) await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('files that are not the cache are neither served nor deleted', async () => {
  const folder = await aFolder({ 'holiday.jpg': 'mine', '00/notes.txt': 'mine too' });
  await mkdir(dirname(tileFilePath(folder, anId(1))), { recursive: true });
  const { cache } = aCache(folder, 1);
  cache.put(anId(1), aTile(1));
  await cache.settle();
  expect(await readFile(join(folder, 'holiday.jpg'), 'utf8')).toBe('mine');
  expect(await readFile(join(folder, '00', 'notes.txt'), 'utf8')).toBe('mine too');
});

test('the folder stays within its bound, and the longest unused tiles go', async () => {
  const folder = await aFolder();
  const { cache } = aCache(folder, 10_000);
  for (let number = 1; number <= 9; number += 1) cache.put(anId(number), aTile(number));
  await cache.settle();
  await cache.get(anId(1)); // used last
  cache.put(anId(10), aTile(10));
  await cache.settle();
  expect(cache.sizeBytes).toBeLessThanOrEqual(10_000);
  expect(await cache.get(anId(1))).toBeDefined();
  expect(await cache.get(anId(10))).toBeDefined();
  expect(await cache.get(anId(2))).toBeUndefined();
});

test('a restart counts the tiles of earlier runs and deletes the longest unused ones', async () => {
  const folder = await aFolder();
  const { cache } = aCache(folder);
  for (let number = 1; number <= 9; number += 1) cache.put(anId(number), aTile(number));
  await cache.settle();
  const longAgo = new Date(Date.now() - 86_400_000);
  await utimes(tileFilePath(folder, anId(5)), longAgo, longAgo);
  const { cache: smaller } = aCache(folder, 9000);
  await smaller.settle();
  expect(smaller.sizeBytes).toBeLessThanOrEqual(9000);
  expect(await smaller.get(anId(5))).toBeUndefined();
  expect(await smaller.get(anId(9))).toBeDefined();
});

test('what a process began and did not end is removed after a while', async () => {
  const folder = await aFolder();
  const begun = `${tileFilePath(folder, anId(1))}.123-4.tmp`;
  const fresh = `${tileFilePath(folder, anId(1))}.124-4.tmp`;
  await mkdir(dirname(begun), { recursive: true });
  for (const path of [begun, fresh]) await writeFile(path, 'half');
  const longAgo = new Date(Date.now() - 7_200_000);
  await utimes(begun, longAgo, longAgo);
  await aCache(folder).cache.settle();
  expect(await readdir(dirname(begun))).toEqual([fresh.slice(dirname(fresh).length + 1)]);
});

test('a folder that cannot be written to stops caching with one line, and reading goes on', async () => {
  const parent = await aFolder({ 'a-file': 'x' });
  const { cache, lines } = aCache(join(parent, 'a-file', 'cache'));
  cache.put(anId(1), aTile(1));
  cache.put(anId(2), aTile(2));
  await cache.settle();
  expect(lines).toEqual([expect.stringMatching(/^tiles: no longer cached on disk, .* \(ENOTDIR\)$/)]);
  expect(await cache.get(anId(1))).toBeUndefined();
});

test('tiles of a folder that became read-only are still served', async () => {
  const folder = await aFolder();
  const { cache } = aCache(folder);
  cache.put(anId(1), aTile(1));
  await cache.settle();
  await chmod(folder, 0o500);
  expect(await aCache(folder).cache.get(anId(1))).toBeDefined();
  await chmod(folder, 0o700);
});
