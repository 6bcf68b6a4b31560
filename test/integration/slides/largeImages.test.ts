import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openImageFile } from '../../../main/slides/images/openImageFile.ts';
import { createScratchFolder } from '../../../main/slides/images/scratchFolder.ts';
import { readImage } from '../../../main/slides/readImage.ts';
import type { SlideSource } from '../../../main/slides/slideSource.ts';
import { aBitmap } from '../../unit/slides/aBitmap.ts';
import { aFolder, anImageEntry } from '../../unit/slides/slideFolder.ts';
import { aPatternImage, largestDifference, readLevel } from '../../unit/slides/tiff/tiledTiff.ts';

const size = [1501, 903] as const;
const lowered = { heldPixelLimit: 1e6, coarsestEdgeLimitPx: 600 };
let scratch = '';

beforeEach(async () => {
  scratch = await aFolder();
  vi.stubEnv('BLASTSCOPE_SCRATCH', scratch);
});
afterEach(() => vi.unstubAllEnvs());

async function openLarge(bytes: Uint8Array, name = 'a'): Promise<{ slide: SlideSource; path: string }> {
  const folder = await aFolder({ [name]: bytes });
  const slide = await openImageFile(anImageEntry(folder, name), lowered);
  onTestFinished(() => slide.dispose());
  return { slide, path: join(folder, name) };
}

function aLargeBitmap(): Buffer {
  const rows = Array.from({ length: size[1] }, (_, y) =>
    Array.from({ length: size[0] * 3 }, (_, i) => (i * 7 + y * 3) & 255),
  );
  return aBitmap({ widthPx: size[0], heightPx: size[1], bitsPerPixel: 24, rows });
}

/** 4 bits a pixel: two pixels in each byte. */
function aPaletteBitmap(): Buffer {
  const rows = Array.from({ length: size[1] }, (_, y) =>
    Array.from({ length: Math.ceil(size[0] / 2) }, (_, i) => (i * 5 + y) & 255),
  );
  const palette = Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 0 : i * 4));
  return aBitmap({ widthPx: size[0], heightPx: size[1], bitsPerPixel: 4, rows, palette });
}

test.each([
  [
    'JPEG',
    async () =>
      aPatternImage(...size)
        .jpeg()
        .toBuffer(),
  ],
  [
    'PNG with alpha',
    async () =>
      aPatternImage(...size, 4)
        .png()
        .toBuffer(),
  ],
  [
    'WebP',
    async () =>
      aPatternImage(...size)
        .webp()
        .toBuffer(),
  ],
  [
    'TIFF in strips',
    async () =>
      aPatternImage(...size)
        .tiff({ compression: 'lzw' })
        .toBuffer(),
  ],
  [
    'TIFF in tiles',
    async () =>
      aPatternImage(...size)
        .tiff({ tile: true, compression: 'lzw' })
        .toBuffer(),
  ],
  ['a bitmap', async () => aLargeBitmap()],
  ['a bitmap with a palette', async () => aPaletteBitmap()],
] as const)('a large image, %s, is one plane whose regions are those of the image', async (_, make) => {
  const { slide, path } = await openLarge(await make());
  expect(slide.info).toMatchObject({ widthPx: size[0], heightPx: size[1], fields: undefined });
  expect(await readdir(scratch)).toEqual([]);
  const image = await readImage(path);
  expect(largestDifference((await readLevel(slide)).data, image.data)).toBe(0);
  const region = { level: 0, xPx: 1401, yPx: 803, widthPx: 150, heightPx: 150 };
  const part = await slide.readRegion(region);
  const at = (803 * size[0] + 1401) * 3;
  expect([...part.data.subarray(0, 300)]).toEqual([...image.data.subarray(at, at + 300)]);
  expect([...part.data.subarray(300, 450)]).toEqual(new Array(150).fill(255));
});

test.each([
  [
    'JPEG',
    async () =>
      aPatternImage(...size)
        .jpeg()
        .toBuffer(),
  ],
  ['a bitmap', async () => aLargeBitmap()],
  [
    'TIFF in tiles',
    async () =>
      aPatternImage(...size)
        .tiff({ tile: true, compression: 'lzw' })
        .toBuffer(),
  ],
] as const)('coarse levels of %s are means of the finer ones', async (_, make) => {
  const { slide } = await openLarge(await make());
  const { levels } = slide.info;
  expect(Math.max(levels.at(-1)?.widthPx ?? 0, levels.at(-1)?.heightPx ?? 0)).toBeLessThanOrEqual(512);
  for (let level = 1; level < levels.length; level += 1) {
    const [finer, coarser] = [await readLevel(slide, level - 1), await readLevel(slide, level)];
    for (let x = 0; x < coarser.widthPx - 1; x += 37) {
      const y = x % (coarser.heightPx - 1);
      const below = [0, 1, finer.widthPx, finer.widthPx + 1].map(
        (step) => finer.data[(y * 2 * finer.widthPx + x * 2 + step) * 3] ?? 0,
      );
      const mean = below.reduce((sum, value) => sum + value, 0) / 4;
      // 1: rounding
      expect(Math.abs((coarser.data[(y * coarser.widthPx + x) * 3] ?? 0) - mean)).toBeLessThanOrEqual(1);
    }
  }
});

test('a large image that lies on its side is shown upright', async () => {
  const jpeg = await aPatternImage(...size)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { slide, path } = await openLarge(jpeg);
  const upright = await readImage(path);
  expect([slide.info.widthPx, slide.info.heightPx]).toEqual([size[1], size[0]]);
  expect(largestDifference((await readLevel(slide)).data, upright.data)).toBe(0);
});

test('a damaged large image is no half image', async () => {
  const jpeg = await aPatternImage(...size)
    .jpeg()
    .toBuffer();
  const { slide } = await openLarge(jpeg.subarray(0, jpeg.length / 2), 'half.jpg');
  await expect(readLevel(slide)).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('half.jpg: the image is damaged or cut short'),
  });
  expect(await readdir(scratch)).toEqual([]);
});

test('the working copy is made once for all who ask, and leaves nothing behind', async () => {
  const { slide } = await openLarge(
    await aPatternImage(...size)
      .png()
      .toBuffer(),
  );
  const region = { level: 0, xPx: 5, yPx: 5, widthPx: 5, heightPx: 5 };
  const all = await Promise.all(Array.from({ length: 8 }, () => slide.readRegion(region)));
  expect(new Set(all.map(({ data }) => data.join())).size).toBe(1);
  await slide.dispose();
  expect(await readdir(scratch)).toEqual([]);
});

test('work on a copy that nobody waits for is given up, and done anew when someone asks', async () => {
  const { slide } = await openLarge(
    await aPatternImage(...size)
      .png()
      .toBuffer(),
  );
  const region = { level: 0, xPx: 5, yPx: 5, widthPx: 5, heightPx: 5 };
  const leaving = new AbortController();
  const abandoned = slide.readRegion(region, leaving.signal);
  setTimeout(() => leaving.abort(), 5);
  await expect(abandoned).rejects.toMatchObject({ code: 'cancelled' });
  expect((await slide.readRegion(region)).widthPx).toBe(5);
});

test('a slide disposed of while its copy is made leaves nothing behind', async () => {
  const { slide } = await openLarge(
    await aPatternImage(...size)
      .png()
      .toBuffer(),
  );
  const reading = readLevel(slide).catch((error: unknown) => error);
  await slide.dispose();
  expect(await reading).toMatchObject({ name: 'LabError' });
  expect(await readdir(scratch)).toEqual([]);
});

test('what killed processes left is removed, what living ones use is not', async () => {
  const left = join(scratch, `${hostname()}-${2 ** 22 + 1}-0123456789ab`);
  const used = join(scratch, `${hostname()}-${process.ppid}-0123456789ab`);
  const foreign = join(scratch, 'notes');
  for (const folder of [left, used, foreign]) {
    await mkdir(folder);
    await writeFile(join(folder, 'copy.tif'), 'x');
  }
  const { slide } = await openLarge(
    await aPatternImage(...size)
      .png()
      .toBuffer(),
  );
  await slide.readRegion({ level: 0, xPx: 5, yPx: 5, widthPx: 5, heightPx: 5 });
  expect([left, used, foreign].map((folder) => existsSync(folder))).toEqual([false, true, true]);
});

test('an image that is too large for anything is refused by its header', async () => {
  const png = await aPatternImage(64, 64).png().toBuffer();
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  await expect(openLarge(png)).rejects.toMatchObject({ code: 'image-too-large' });
});

test('an image whose file cannot hold what its header claims is refused at once', async () => {
  const png = await aPatternImage(64, 64).png().toBuffer();
  png.writeUInt32BE(30_000, 16);
  png.writeUInt32BE(20_000, 20);
  // the header's checksum, as a program would write it
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  await expect(openLarge(png)).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('bytes cannot hold'),
  });
});

test('an image with endless rows is refused', async () => {
  const tiff = aBitmap({
    widthPx: 300_000,
    heightPx: 4,
    bitsPerPixel: 1,
    palette: [0, 0, 0, 0, 255, 255, 255, 0],
    rows: [[], [], [], []],
  });
  await expect(openLarge(tiff)).rejects.toMatchObject({
    code: 'image-too-large',
    message: expect.stringContaining('200000 a side'),
  });
});

test('a large image that can only be decoded whole is refused with what to do', async () => {
  const jpeg = await aPatternImage(64, 64).jpeg({ progressive: true }).toBuffer();
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc2]));
  jpeg.writeUInt16BE(20_000, frame + 5);
  jpeg.writeUInt16BE(20_000, frame + 7);
  const padded = Buffer.concat([jpeg, Buffer.alloc(500_000)]);
  await expect(openLarge(padded, 'a.jpg')).rejects.toMatchObject({
    code: 'image-too-large',
    message: expect.stringContaining('progressive JPEG'),
  });
});

test('a large image whose scratch folder cannot be made says where it was to be', async () => {
  const blocked = join(scratch, 'blocked');
  await writeFile(blocked, 'a file');
  vi.stubEnv('BLASTSCOPE_SCRATCH', blocked);
  const { slide } = await openLarge(
    await aPatternImage(...size)
      .png()
      .toBuffer(),
  );
  await expect(readLevel(slide)).rejects.toMatchObject({
    code: 'output-unwritable',
    message: expect.stringContaining(blocked),
  });
});

test('a disk without room is told with numbers, before anything is written', async () => {
  await expect(createScratchFolder({ slideName: 'a.png', neededBytes: 1e18 })).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/copy of 1000000000\.0 GB is made in .+, but only \d+\.\d GB are free/),
  });
  expect(await readdir(scratch)).toEqual([]);
});

test('a large image that has gone is missing, one of garbage is none', async () => {
  const folder = await aFolder({ 'a.png': await readFile(import.meta.filename) });
  await expect(openImageFile(anImageEntry(folder, 'a.png'), lowered)).rejects.toMatchObject({
    code: 'slide-unreadable',
  });
  await expect(openImageFile(anImageEntry(folder, 'b.png'), lowered)).rejects.toMatchObject({
    code: 'file-missing',
  });
});
