import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSharp } from '../../../main/slides/checkSharp.ts';
import { cropJpeg, cutSquare } from '../../../main/slides/cropJpeg.ts';
import { readImage } from '../../../main/slides/readImage.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { writeJpeg, writePng } from '../../../main/slides/writeImage.ts';
import { aFolder } from './slideFolder.ts';

const grey = { widthPx: 10, heightPx: 8, data: new Uint8Array(10 * 8 * 3).fill(100) };

test('a crop is square about the box and white beyond the field', () => {
  const square = cutSquare(grey, { xPx: -3, yPx: 1, widthPx: 6, heightPx: 4 });
  expect([square.widthPx, square.heightPx]).toEqual([6, 6]);
  const row = [...square.data.filter((_, index) => index % 3 === 0)].slice(0, 6);
  expect(row).toEqual([255, 255, 255, 100, 100, 100]);
  const outside = cutSquare(grey, { xPx: 50, yPx: 50, widthPx: 4, heightPx: 4 });
  expect(outside.data.every((value) => value === 255)).toBe(true);
});

test('a gallery picture is a JPEG of the size asked for', async () => {
  const jpeg = await cropJpeg(grey, { xPx: 2.4, yPx: 1.1, widthPx: 5.2, heightPx: 4 }, 64);
  expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 64 });
});

test('a written image reads back as it was, and a place that cannot be written says so', async () => {
  const folder = await aFolder();
  await writePng(grey, join(folder, 'a.png'));
  await writeJpeg(grey, join(folder, 'a.jpg'), { quality: 100 });
  expect(await readImage(join(folder, 'a.png'))).toMatchObject({ widthPx: 10, heightPx: 8 });
  expect([...(await readImage(join(folder, 'a.png'))).data]).toEqual([...grey.data]);
  expect([...(await readImage(join(folder, 'a.jpg'))).data]).toEqual([...grey.data]);
  await expect(writePng(grey, join(folder, 'nowhere', 'a.png'))).rejects.toMatchObject({
    code: 'output-unwritable',
  });
});

test('a full disk says so', async ({ skip }) => {
  if (process.platform !== 'linux') skip('needs /dev/full');
  await expect(writePng(grey, '/dev/full')).rejects.toMatchObject({ code: 'disk-full' });
});

test('the image library passes its own check', async () => {
  expect(await checkSharp()).toMatch(/^sharp \d+\.\d+\.\d+, libvips \d+/);
});
