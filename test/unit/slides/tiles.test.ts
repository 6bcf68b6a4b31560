import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import type { SlideHandle } from '../../../main/slides/tiles.ts';
import { writePyramid } from './aPyramid.ts';
import { aTileService, jpegOf, middleTile } from './aTileService.ts';
import { aColour, aFolder, anImageEntry } from './slideFolder.ts';

test('a slide opens with what a viewer needs, and its stored tile as the one to ask for', async () => {
  const { service } = aTileService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { descriptor } = await service.open(entry);
  expect(descriptor).toMatchObject({
    tilePx: 128,
    overlapPx: 0,
    quality: 85,
    widthPx: 600,
    heightPx: 500,
    levelCount: 11,
    info: { name: 'smear.tif', format: 'tiled-tiff' },
  });
});

test('a tile is rendered once and then comes from memory', async () => {
  const { service, readers } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  const first = await service.readTile(handle, middleTile);
  const second = await service.readTile(handle, middleTile);
  expect(second).toEqual(first);
  expect(readers.renderCount).toBe(1);
  expect(await sharp(jpegOf(first)).metadata()).toMatchObject({ format: 'jpeg', width: 128, height: 128 });
});

test('memory for tiles is bounded: a tile that was dropped is rendered again', async () => {
  const { service, readers } = aTileService({ memoryBytes: 1 });
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  await service.readTile(handle, middleTile);
  await service.readTile(handle, middleTile);
  expect(readers.renderCount).toBe(2);
});

test('a caller that has the tile is told so without reading', async () => {
  const { service, readers } = aTileService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { handle } = await service.open(entry);
  const { etag } = await service.readTile(handle, middleTile);
  await service.close(handle);
  const fresh = aTileService();
  const again = await fresh.service.open(entry);
  expect(await fresh.service.readTile(again.handle, middleTile, { ifNoneMatch: etag })).toEqual({
    kind: 'not-modified',
    etag,
  });
  expect(fresh.readers.renderCount).toBe(0);
  const other = await fresh.service.readTile(
    again.handle,
    { ...middleTile, quality: 80 },
    { ifNoneMatch: etag },
  );
  expect(other.kind).toBe('picture');
  expect(readers.renderCount).toBe(1);
});

test('a tag goes by the content where its hash is known, wherever the slide lies', async () => {
  const { service } = aTileService();
  const [here, there] = [await aFolder(), await aFolder()];
  const entries = [await writePyramid(here, 'a.tif'), await writePyramid(there, 'b.tif')];
  const sha256 = 'a'.repeat(64);
  const etags = (options?: { sha256: string }) =>
    Promise.all(
      entries.map(async (entry) => {
        const { handle } = await service.open(entry, options);
        return (await service.readTile(handle, middleTile)).etag;
      }),
    );
  expect(new Set(await etags({ sha256 })).size).toBe(1);
  expect(new Set(await etags()).size).toBe(2);
});

test('callers that want the same tile share it, and one that gives up does not spoil it for the other', async () => {
  const { service, readers } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  readers.hold();
  const controller = new AbortController();
  const leaving = service.readTile(handle, middleTile, { signal: controller.signal });
  const staying = service.readTile(handle, middleTile);
  await pause(20);
  controller.abort();
  await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
  readers.release();
  expect((await staying).kind).toBe('picture');
  expect([readers.renderCount, readers.abortedCount]).toEqual([1, 0]);
});

test('when all callers have given up, the tile is not rendered to its end', async () => {
  const { service, readers } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  readers.hold();
  const controller = new AbortController();
  const { signal } = controller;
  const callers = [
    service.readTile(handle, middleTile, { signal }),
    service.readTile(handle, middleTile, { signal }),
  ];
  await pause(20);
  controller.abort();
  for (const caller of callers) await expect(caller).rejects.toMatchObject({ code: 'cancelled' });
  expect([readers.renderCount, readers.abortedCount]).toEqual([1, 1]);
  readers.release();
});

test('a tile that nobody waits for any more when its turn comes is not asked for', async () => {
  const { service, readers } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  readers.hold();
  const controller = new AbortController();
  const waiting = Array.from({ length: 20 }, (_, quality) =>
    service.readTile(handle, { ...middleTile, quality: quality + 1 }, { signal: controller.signal }),
  );
  await pause(20);
  controller.abort();
  await Promise.allSettled(waiting);
  readers.release();
  expect((await service.readTile(handle, middleTile)).kind).toBe('picture');
  expect(readers.renderCount).toBeLessThan(20);
});

test('only so many slides are kept open; another is opened again when it is asked for', async () => {
  const { service, readers } = aTileService({ mostOpen: 2 });
  const folder = await aFolder();
  const handles: SlideHandle[] = [];
  for (const name of ['1.tif', '2.tif', '3.tif'])
    handles.push((await service.open(await writePyramid(folder, name))).handle);
  expect(readers.disposed).toEqual([join(folder, '1.tif')]);
  const [first, second, third] = handles as [SlideHandle, SlideHandle, SlideHandle];
  expect((await service.readTile(third, middleTile)).kind).toBe('picture');
  expect((await service.readTile(first, middleTile)).kind).toBe('picture');
  expect(readers.opened.filter((path) => path.endsWith('1.tif'))).toHaveLength(2);
  expect(readers.disposed.at(-1)).toBe(join(folder, '2.tif'));
  expect((await service.readTile(second, middleTile)).kind).toBe('picture');
});

test('a thumbnail shows the whole slide, not larger than asked and not smaller than half of it', async () => {
  const { service } = aTileService();
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
  const { service } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  const invalid = { code: 'argument-invalid' };
  await expect(service.readTile(handle, { ...middleTile, column: 5 })).rejects.toMatchObject(invalid);
  await expect(service.readTile(handle, { ...middleTile, level: 11 })).rejects.toMatchObject(invalid);
  await expect(service.readAssociatedImage(handle, 'label')).rejects.toMatchObject(invalid);
  await service.close(handle);
  await expect(service.readTile(handle, middleTile)).rejects.toMatchObject({ code: 'slide-unknown' });
  await expect(service.close(handle)).rejects.toMatchObject({ code: 'slide-unknown' });
});

test('a slide that cannot be read does not open, and a good one opens after it', async () => {
  const { service } = aTileService();
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
  const { service, readers } = aTileService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const [one, two] = [await service.open(entry), await service.open(entry)];
  await service.close(one.handle);
  expect((await service.readTile(two.handle, middleTile)).kind).toBe('picture');
  expect(readers.opened).toHaveLength(1);
  await service.close(two.handle);
  expect(readers.disposed).toHaveLength(1);
});
