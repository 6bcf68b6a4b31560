import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import {
  createTileService,
  type Picture,
  type SlideHandle,
  type TileServiceSettings,
} from '../../../main/slides/tiles.ts';
import { damageStoredTile, writePyramid } from './aPyramid.ts';
import { inProcessReaders } from './inProcessReaders.ts';
import { aColour, aFolder, anImageEntry } from './slideFolder.ts';

/** The full resolution of the pyramid is level 10. */
const tile = { level: 10, column: 1, row: 1, tilePx: 128, overlapPx: 0, quality: 85 };

function aService(settings: TileServiceSettings = {}) {
  const readers = inProcessReaders();
  const lines: string[] = [];
  const service = createTileService({ readers, log: (line) => lines.push(line), ...settings });
  onTestFinished(() => service.dispose());
  return { readers, service, lines };
}

function jpegOf(picture: Picture): Uint8Array {
  if (picture.kind !== 'picture') throw new Error('said not to be modified');
  return picture.jpeg;
}

/** A file's time of change is exact to a few ms, and the service looks once a second. */
async function untilLookedAgain(): Promise<void> {
  await pause(1050);
}

test('a slide opens with what a viewer needs, and its stored tile as the one to ask for', async () => {
  const { service } = aService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { descriptor } = await service.open(entry);
  expect(descriptor).toMatchObject({
    tilePx: 128,
    overlapPx: 0,
    widthPx: 600,
    heightPx: 500,
    levelCount: 11,
    info: { name: 'smear.tif', format: 'tiled-tiff' },
  });
});

test('a tile is rendered once and then comes from memory', async () => {
  const { service, readers } = aService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  const first = await service.readTile(handle, tile);
  const second = await service.readTile(handle, tile);
  expect(second).toEqual(first);
  expect(readers.renderCount).toBe(1);
  expect(await sharp(jpegOf(first)).metadata()).toMatchObject({ format: 'jpeg', width: 128, height: 128 });
});

test('memory for tiles is bounded: a tile that was dropped is rendered again', async () => {
  const { service, readers } = aService({ memoryBytes: 1 });
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  await service.readTile(handle, tile);
  await service.readTile(handle, tile);
  expect(readers.renderCount).toBe(2);
});

test('a caller that has the tile is told so without reading', async () => {
  const { service, readers } = aService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { handle } = await service.open(entry);
  const { etag } = await service.readTile(handle, tile);
  await service.close(handle);
  const fresh = aService();
  const again = await fresh.service.open(entry);
  expect(await fresh.service.readTile(again.handle, tile, { ifNoneMatch: etag })).toEqual({
    kind: 'not-modified',
    etag,
  });
  expect(fresh.readers.renderCount).toBe(0);
  const other = await fresh.service.readTile(again.handle, { ...tile, quality: 80 }, { ifNoneMatch: etag });
  expect(other.kind).toBe('picture');
  expect(readers.renderCount).toBe(1);
});

test('a tag goes by the content where its hash is known, wherever the slide lies', async () => {
  const { service } = aService();
  const [here, there] = [await aFolder(), await aFolder()];
  const entries = [await writePyramid(here, 'a.tif'), await writePyramid(there, 'b.tif')];
  const sha256 = 'a'.repeat(64);
  const etags = (options?: { sha256: string }) =>
    Promise.all(
      entries.map(async (entry) => {
        const { handle } = await service.open(entry, options);
        return (await service.readTile(handle, tile)).etag;
      }),
    );
  expect(new Set(await etags({ sha256 })).size).toBe(1);
  expect(new Set(await etags()).size).toBe(2);
});

test('callers that want the same tile share it, and one that gives up does not spoil it for the other', async () => {
  const { service, readers } = aService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  readers.hold();
  const controller = new AbortController();
  const leaving = service.readTile(handle, tile, { signal: controller.signal });
  const staying = service.readTile(handle, tile);
  await pause(20);
  controller.abort();
  await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
  readers.release();
  expect((await staying).kind).toBe('picture');
  expect([readers.renderCount, readers.abortedCount]).toEqual([1, 0]);
});

test('when all callers have given up, the tile is not rendered to its end', async () => {
  const { service, readers } = aService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  readers.hold();
  const controller = new AbortController();
  const { signal } = controller;
  const callers = [service.readTile(handle, tile, { signal }), service.readTile(handle, tile, { signal })];
  await pause(20);
  controller.abort();
  for (const caller of callers) await expect(caller).rejects.toMatchObject({ code: 'cancelled' });
  expect([readers.renderCount, readers.abortedCount]).toEqual([1, 1]);
  readers.release();
});

test('a tile that nobody waits for any more when its turn comes is not asked for', async () => {
  const { service, readers } = aService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  readers.hold();
  const controller = new AbortController();
  const waiting = Array.from({ length: 20 }, (_, quality) =>
    service.readTile(handle, { ...tile, quality: quality + 1 }, { signal: controller.signal }),
  );
  await pause(20);
  controller.abort();
  await Promise.allSettled(waiting);
  readers.release();
  expect((await service.readTile(handle, tile)).kind).toBe('picture');
  expect(readers.renderCount).toBe(9); // eight at once, and the last
});

test('only so many slides are kept open; another is opened again when it is asked for', async () => {
  const { service, readers } = aService({ mostOpen: 2 });
  const folder = await aFolder();
  const handles: SlideHandle[] = [];
  for (const name of ['1.tif', '2.tif', '3.tif'])
    handles.push((await service.open(await writePyramid(folder, name))).handle);
  expect(readers.disposed).toEqual([join(folder, '1.tif')]);
  const [first, second, third] = handles as [SlideHandle, SlideHandle, SlideHandle];
  expect((await service.readTile(third, tile)).kind).toBe('picture');
  expect((await service.readTile(first, tile)).kind).toBe('picture');
  expect(readers.opened.filter((path) => path.endsWith('1.tif'))).toHaveLength(2);
  expect(readers.disposed.at(-1)).toBe(join(folder, '2.tif'));
  expect((await service.readTile(second, tile)).kind).toBe('picture');
});

test('a slide that changed on disk is refused until it is opened anew, and then shows what it is now', async () => {
  const { service, readers } = aService();
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif', 20);
  const { handle } = await service.open(entry);
  const before = await service.readTile(handle, tile);
  await writePyramid(folder, 'smear.tif', 200);
  await untilLookedAgain();
  for (const options of [{}, { ifNoneMatch: before.etag }])
    await expect(service.readTile(handle, tile, options)).rejects.toMatchObject({
      code: 'slide-changed',
      message: expect.stringContaining('has changed on disk since it was opened'),
    });
  expect(readers.disposed).toEqual([entry.path]);
  const again = await service.open(entry);
  const after = await service.readTile(again.handle, tile, { ifNoneMatch: before.etag });
  const blue = (await sharp(jpegOf(after)).stats()).channels[2]?.mean;
  expect(blue).toBeGreaterThan(190);
  await expect(service.readTile(handle, tile)).rejects.toMatchObject({ code: 'slide-changed' });
});

test('a slide that changed since it was scanned does not open', async () => {
  const { service } = aService();
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif');
  const { fingerprint } = await service.open(entry);
  await service.open(entry, { fingerprint });
  await writePyramid(folder, 'smear.tif', 5);
  await expect(service.open(entry, { fingerprint })).rejects.toMatchObject({
    code: 'slide-changed',
    message: expect.stringContaining('since it was scanned'),
  });
});

test('a reading that fails because the file was cut off says that the slide has changed', async () => {
  const { service, readers } = aService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { handle } = await service.open(entry);
  await writeFile(entry.path, 'short');
  readers.failWith(new LabError('slide-unreadable', 'Cannot read smear.tif: it ends too early.'));
  await expect(service.readTile(handle, tile)).rejects.toMatchObject({ code: 'slide-changed' });
});

test('tiles in memory are shown while the disk of their slide is gone', async () => {
  const { service } = aService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { handle } = await service.open(entry);
  await service.readTile(handle, tile);
  await rm(entry.path);
  await untilLookedAgain();
  expect((await service.readTile(handle, tile)).kind).toBe('picture');
});

test('tiles on disk last over a restart', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const first = aService({ disk });
  const { handle } = await first.service.open(entry);
  const before = await first.service.readTile(handle, tile);
  await first.service.dispose();
  const second = aService({ disk });
  const opened = await second.service.open(entry);
  expect(jpegOf(await second.service.readTile(opened.handle, tile))).toEqual(jpegOf(before));
  expect(second.readers.renderCount).toBe(0);
});

test('what is rendered while a slide changes never reaches the disk', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif');
  const { service } = aService({ disk });
  const { handle } = await service.open(entry);
  await writePyramid(folder, 'smear.tif', 5);
  await service.readTile(handle, tile); // within the second in which no one looks
  await service.dispose();
  expect(await readdir(disk.folder)).toEqual([]);
});

test('a damaged tile is marked, kept in memory, and not on disk', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  await damageStoredTile(entry, 6); // column 1, row 1 of 5 x 4
  const { service, readers } = aService({ disk });
  const { handle } = await service.open(entry);
  const damaged = await service.readTile(handle, tile);
  expect(damaged).toMatchObject({ kind: 'picture', isDamaged: true });
  expect(await service.readTile(handle, tile)).toEqual(damaged);
  expect(await service.readTile(handle, { ...tile, column: 2 })).toMatchObject({ isDamaged: false });
  expect(readers.renderCount).toBe(2);
  await service.dispose();
  const left = (await readdir(disk.folder, { recursive: true })).filter((name) => name.endsWith('.tile'));
  expect(left).toHaveLength(1);
});

test('a thumbnail shows the whole slide, not larger than asked and not smaller than half of it', async () => {
  const { service } = aService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  for (const maxPx of [32, 200, 600, 4000]) {
    const { width = 0, height = 0 } = await sharp(
      jpegOf(await service.readThumbnail(handle, maxPx)),
    ).metadata();
    expect(width).toBeLessThanOrEqual(maxPx);
    expect(width).toBeGreaterThan(Math.min(maxPx, 600) / 2 - 1);
    expect(height / width).toBeCloseTo(500 / 600, 1);
  }
  await expect(service.readThumbnail(handle, 5)).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('what is no tile, no picture or no open slide is refused', async () => {
  const { service } = aService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  const invalid = { code: 'argument-invalid' };
  await expect(service.readTile(handle, { ...tile, column: 5 })).rejects.toMatchObject(invalid);
  await expect(service.readTile(handle, { ...tile, level: 11 })).rejects.toMatchObject(invalid);
  await expect(service.readAssociatedImage(handle, 'label')).rejects.toMatchObject(invalid);
  await service.close(handle);
  await expect(service.readTile(handle, tile)).rejects.toMatchObject({ code: 'slide-unknown' });
  await expect(service.close(handle)).rejects.toMatchObject({ code: 'slide-unknown' });
});

test('a slide that cannot be read does not open, and a good one opens after it', async () => {
  const { service } = aService();
  const folder = await aFolder({ 'bad.tif': 'II*\0 nothing more' });
  await expect(service.open(anImageEntry(folder, 'bad.tif'))).rejects.toMatchObject({
    code: 'slide-unreadable',
  });
  await expect(service.open(anImageEntry(folder, 'gone.tif'))).rejects.toMatchObject({
    code: 'file-missing',
  });
  await writeFile(join(folder, 'bad.tif'), await aColour([1, 2, 3], 300, 200).tiff().toBuffer());
  const { descriptor } = await service.open(anImageEntry(folder, 'bad.tif'));
  expect(descriptor.widthPx).toBe(300);
});

test('two viewers of one slide do not close it for each other', async () => {
  const { service, readers } = aService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const [one, two] = [await service.open(entry), await service.open(entry)];
  await service.close(one.handle);
  expect((await service.readTile(two.handle, tile)).kind).toBe('picture');
  expect(readers.opened).toHaveLength(1);
  await service.close(two.handle);
  expect(readers.disposed).toHaveLength(1);
});
