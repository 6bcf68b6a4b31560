import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { writePyramid } from './aPyramid.ts';
import { aTileService, jpegOf } from './aTileService.ts';
import { aColour, aFolder, anImageEntry } from './slideFolder.ts';

async function pixelsOf(jpeg: Uint8Array) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}

const box = { xPx: 300, yPx: 220, widthPx: 40, heightPx: 60 };

test('a cell is shown in the middle of a square of the slide, scaled to the size that is wanted', async () => {
  const { service } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  const jpeg = jpegOf(await service.readCrop(handle, { box, edgePx: 80, outPx: 160 }));
  expect(await sharp(jpeg).metadata()).toMatchObject({ width: 160, height: 160 });
  const at = await pixelsOf(jpeg);
  // red and green of the pyramid grow by one every four pixels: the middle is that of the box, 320 / 250
  const [red = 0, green = 0] = at(80, 80);
  expect(Math.abs(red - 80)).toBeLessThan(5); // JPEG
  expect(Math.abs(green - 250 / 4)).toBeLessThan(5);
});

test('what lies beyond the slide is white', async () => {
  const { service } = aTileService();
  const folder = await aFolder();
  await aColour([90, 40, 140], 64, 48).png().toFile(`${folder}/smear.png`);
  const { handle } = await service.open(anImageEntry(folder, 'smear.png'));
  const corner = { xPx: -5, yPx: -5, widthPx: 10, heightPx: 10 };
  const at = await pixelsOf(jpegOf(await service.readCrop(handle, { box: corner, edgePx: 40, outPx: 40 })));
  for (const value of at(5, 5)) expect(value).toBeGreaterThan(245);
  const [red = 0, green = 0, blue = 0] = at(30, 30);
  for (const off of [red - 90, green - 40, blue - 140]) expect(Math.abs(off)).toBeLessThan(8); // JPEG
});

test('a picture of a cell is made once, and another when its box has moved', async () => {
  const { service } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  const crop = { box, edgePx: 80, outPx: 64 };
  const first = await service.readCrop(handle, crop);
  expect(await service.readCrop(handle, crop)).toEqual(first);
  expect(await service.readCrop(handle, crop, { ifNoneMatch: first.etag })).toEqual({
    kind: 'not-modified',
    etag: first.etag,
  });
  const moved = await service.readCrop(
    handle,
    { ...crop, box: { ...box, xPx: 340 } },
    { ifNoneMatch: first.etag },
  );
  expect(moved.kind).toBe('picture');
  const larger = await service.readCrop(handle, { ...crop, outPx: 128 }, { ifNoneMatch: first.etag });
  expect(larger.kind).toBe('picture');
});

test('pictures of cells are kept on disk by the content of the slide', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const { service } = aTileService({ disk });
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  await service.readCrop(handle, { box, edgePx: 80, outPx: 64 });
  await service.dispose();
  const kept = (await readdir(disk.folder, { recursive: true })).filter((name) => name.endsWith('.tile'));
  expect(kept).toHaveLength(1);
});

test('a square of no size, or beyond all cells, is refused', async () => {
  const { service } = aTileService();
  const { handle } = await service.open(await writePyramid(await aFolder(), 'smear.tif'));
  for (const size of [
    { edgePx: 0, outPx: 64 },
    { edgePx: 80, outPx: 1e6 },
    { edgePx: 80.5, outPx: 64 },
  ])
    await expect(service.readCrop(handle, { box, ...size })).rejects.toMatchObject({
      code: 'argument-invalid',
    });
});
