import { readFile, rm, truncate } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openSlide } from '../../../../main/slides/openSlide.ts';
import { sharp } from '../../../../main/slides/sharpLibrary.ts';
import { tiffTags } from '../../../../main/slides/tiff/tiffTags.ts';
import { aFolder, anImageEntry } from '../slideFolder.ts';
import { aPatternImage, decodeWithSharp, openTiles, overwrite, readLevel } from './tiledTiff.ts';

const tiles = { tile: true, tileWidth: 64, tileHeight: 64 } as const;
const allOf = { level: 0, xPx: 0, yPx: 0, widthPx: 64, heightPx: 64 };

test.each(['jpeg', 'deflate', 'lzw'] as const)(
  'a damaged tile, %s, is named, and the others are read',
  async (compression) => {
    const bytes = await aPatternImage(192, 128)
      .tiff({ ...tiles, compression })
      .toBuffer();
    const { source, image, path } = await openTiles(bytes);
    const index = 1 * image.columns + 2;
    const at = (image.offsets[index] ?? 0) + Math.floor((image.byteCounts[index] ?? 0) / 2);
    await overwrite(path, at, Buffer.alloc(200, 0xff));
    const damaged = { level: 0, xPx: 130, yPx: 70, widthPx: 20, heightPx: 20 };
    await expect(source.readRegion(damaged)).rejects.toMatchObject({
      code: 'tile-unreadable',
      message: expect.stringContaining('a.tif is damaged (level 0, column 2, row 1)'),
    });
    const sharpWhole = await decodeWithSharp(bytes);
    const whole = await source.readRegion(allOf);
    expect([...whole.data.subarray(0, 192)]).toEqual([...sharpWhole.subarray(0, 192)]);
  },
);

test('a damaged stored JPEG is not handed out', async () => {
  const bytes = await aPatternImage(128, 128)
    .tiff({ ...tiles, compression: 'jpeg' })
    .toBuffer();
  const { source, image, path } = await openTiles(bytes);
  await overwrite(path, (image.offsets[3] ?? 0) + (image.byteCounts[3] ?? 0) - 60, Buffer.alloc(60));
  await expect(source.readStoredJpeg?.({ level: 0, column: 1, row: 1 })).rejects.toMatchObject({
    code: 'tile-unreadable',
  });
  expect(await source.readStoredJpeg?.({ level: 0, column: 0, row: 1 })).toBeDefined();
});

test('a JPEG tile that claims another size is damaged, before memory for it is asked for', async () => {
  const bytes = await aPatternImage(128, 128)
    .tiff({ ...tiles, compression: 'jpeg' })
    .toBuffer();
  const { source, image, path } = await openTiles(bytes);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]), image.offsets[0]);
  await overwrite(path, frame + 5, Buffer.from([0xfd, 0xe8, 0xfd, 0xe8]));
  await expect(source.readRegion(allOf)).rejects.toMatchObject({
    code: 'tile-unreadable',
    message: expect.stringContaining('65000 x 65000'),
  });
});

test('a deflate tile that would grow without end is damaged', async () => {
  const noise = Uint8Array.from({ length: 128 * 128 * 3 }, (_, i) => (i * i * 2654435761) >> 13);
  const bytes = await sharp(noise, { raw: { width: 128, height: 128, channels: 3 } })
    .tiff({ ...tiles, compression: 'deflate' })
    .toBuffer();
  const { source, image, path } = await openTiles(bytes);
  const bomb = deflateSync(Buffer.alloc(5_000_000));
  expect(bomb.length).toBeLessThan(image.byteCounts[0] ?? 0);
  await overwrite(path, image.offsets[0] ?? 0, bomb);
  await expect(source.readRegion(allOf)).rejects.toMatchObject({ code: 'tile-unreadable' });
});

/** A pyramid whose directories lie before its pixels would open when cut short; sharp writes them last, so the tile
 *  table is made to point beyond the end instead. */
async function aPyramidWithLostTiles(lostCount: number) {
  const bytes = await aPatternImage(640, 640)
    .tiff({ ...tiles, pyramid: true, compression: 'jpeg' })
    .toBuffer();
  const { image } = await openTiles(bytes);
  const table = image.directory.tags.get(tiffTags.tileOffsets);
  for (let i = 0; i < lostCount; i += 1)
    bytes.writeUInt32LE(bytes.length + 10, (table?.valueAt ?? 0) + i * 4);
  const folder = await aFolder({ 'slide.tif': bytes });
  return anImageEntry(folder, 'slide.tif');
}

test('a slide that has lost a few tiles opens, and those are damaged', async () => {
  const slide = await openSlide(await aPyramidWithLostTiles(5));
  await expect(slide.readRegion(allOf)).rejects.toMatchObject({
    code: 'tile-unreadable',
    message: expect.stringContaining('beyond the end of the file'),
  });
  expect((await slide.readRegion({ ...allOf, yPx: 320 })).widthPx).toBe(64);
  await slide.dispose();
});

test('a slide that has lost most of its tiles is cut short', async () => {
  await expect(openSlide(await aPyramidWithLostTiles(51))).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('51 of its 100 tiles lie beyond its end'),
  });
});

test('a file without its last third is refused', async () => {
  const bytes = await aPatternImage(640, 640)
    .tiff({ ...tiles, pyramid: true, compression: 'jpeg' })
    .toBuffer();
  const folder = await aFolder({ 'slide.tif': bytes.subarray(0, (bytes.length * 2) / 3) });
  await expect(openSlide(anImageEntry(folder, 'slide.tif'))).rejects.toMatchObject({
    code: 'slide-unreadable',
  });
});

test('absurd sizes in the header are refused before memory is asked for', async () => {
  const bytes = await aPatternImage(640, 640)
    .tiff({ ...tiles, pyramid: true, compression: 'jpeg' })
    .toBuffer();
  const { image } = await openTiles(bytes);
  const placeOf = (tag: number) => image.directory.tags.get(tag)?.valueAt ?? 0;
  const claims = [
    { tag: tiffTags.imageWidth, value: 65_535, said: /it has 100 tiles where its size makes/ },
    { tag: tiffTags.imageLength, value: 0, said: /claims 640 x 0 pixels/ },
    { tag: tiffTags.tileWidth, value: 8192, said: /claims tiles of 8192 x 64/ },
    { tag: tiffTags.tileLength, value: 0, said: /claims tiles of 64 x 0/ },
    { tag: tiffTags.samplesPerPixel, value: 60_000, said: /claims 60000 values a pixel/ },
  ];
  for (const { tag, value, said } of claims) {
    const changed = Buffer.from(bytes);
    changed.writeUInt16LE(value, placeOf(tag));
    const folder = await aFolder({ 'slide.tif': changed });
    await expect(openSlide(anImageEntry(folder, 'slide.tif')), String(tag)).rejects.toMatchObject({
      code: 'slide-unreadable',
      message: expect.stringMatching(said),
    });
  }
});

test('a slide that shrinks or goes while it is open ends in an error of its own', async () => {
  const bytes = await aPatternImage(640, 640)
    .tiff({ ...tiles, compression: 'none', pyramid: true })
    .toBuffer();
  const folder = await aFolder({ 'slide.tif': bytes });
  const entry = anImageEntry(folder, 'slide.tif');
  const slide = await openSlide(entry);
  await truncate(entry.path, 1000);
  await expect(readLevel(slide)).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('became shorter'),
  });
  await slide.dispose();
  await rm(entry.path);
  await expect(openSlide(entry)).rejects.toMatchObject({ code: 'file-missing' });
});

test('a read that is aborted is cancelled', async () => {
  const bytes = await readFileOfPyramid();
  const { source } = await openTiles(bytes);
  await expect(source.readRegion(allOf, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});

async function readFileOfPyramid(): Promise<Buffer> {
  const folder = await aFolder();
  await aPatternImage(128, 128).tiff(tiles).toFile(`${folder}/a.tif`);
  return readFile(`${folder}/a.tif`);
}
