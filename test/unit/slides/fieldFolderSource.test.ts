import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import type { PlacedField } from '../../../main/domain/slideInfo.ts';
import { openSlide } from '../../../main/slides/openSlide.ts';
import { readImage } from '../../../main/slides/readImage.ts';
import type { SlideSource } from '../../../main/slides/slideSource.ts';
import { aBitmap } from './aBitmap.ts';
import { aColour, aFieldFolderEntry, aFolder, aJpegField } from './slideFolder.ts';
import { aPatternImage, largestDifference } from './tiff/tiledTiff.ts';

async function openFields(files: Readonly<Record<string, Uint8Array | string>>) {
  const folder = await aFolder(
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`case/${name}`, bytes])),
  );
  const slide = await openSlide(aFieldFolderEntry(folder, 'case'));
  onTestFinished(() => slide.dispose());
  return { slide, path: join(folder, 'case'), fields: slide.info.fields ?? [] };
}

async function readPlace(slide: SlideSource, field: PlacedField | undefined): Promise<RgbRaster> {
  if (field === undefined) throw new Error('There is no such field');
  const { xPx, yPx, widthPx, heightPx } = field;
  return slide.readRegion({ level: 0, xPx, yPx, widthPx, heightPx });
}

function coloursOf({ data }: RgbRaster): ReadonlySet<string> {
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += 3) colours.add([...data.subarray(i, i + 3)].join());
  return colours;
}

test('fields of every format lie on one grid, upright, and are shown as they are read alone', async () => {
  const pattern = (width: number, height: number) => aPatternImage(width, height);
  const bitmap = aBitmap({ widthPx: 2, heightPx: 1, bitsPerPixel: 24, rows: [[1, 2, 3, 4, 5, 6]] });
  const { slide, path, fields } = await openFields({
    'f1.jpg': await pattern(300, 200).jpeg().toBuffer(),
    'f2.png': await pattern(90, 120).png().toBuffer(),
    'f3.webp': await pattern(100, 50).webp().toBuffer(),
    'f4.tif': await pattern(64, 64).tiff().toBuffer(),
    'f5.bmp': bitmap,
    'f10.jpg': await pattern(60, 80).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  });
  expect(fields.map(({ name, widthPx, heightPx }) => [name, widthPx, heightPx])).toEqual([
    ['f1.jpg', 300, 200],
    ['f2.png', 90, 120],
    ['f3.webp', 100, 50],
    ['f4.tif', 64, 64],
    ['f5.bmp', 2, 1],
    ['f10.jpg', 80, 60],
  ]);
  for (const field of fields) {
    const alone = await readImage(join(path, field.name));
    expect(largestDifference((await readPlace(slide, field)).data, alone.data), field.name).toBe(0);
    expect((await slide.readField(field.fieldIndex)).pixels.data).toEqual(alone.data);
  }
  expect(slide.info).toMatchObject({ format: 'field-folder', kind: 'field-folder', pixelSize: undefined });
});

test('gaps between fields and what lies beyond the slide are white', async () => {
  const dark = await aColour([10, 20, 30], 40, 40).png().toBuffer();
  const { slide, fields } = await openFields({ '1.png': dark, '2.png': dark });
  const [first, second] = fields;
  if (first === undefined || second === undefined) throw new Error('Fields are missing');
  const gap = { xPx: first.widthPx, yPx: 0, widthPx: second.xPx - first.widthPx, heightPx: 40 };
  expect([...coloursOf(await slide.readRegion({ level: 0, ...gap }))]).toEqual(['255,255,255']);
  const beyond = { level: 0, xPx: -50, yPx: -50, widthPx: 49, heightPx: 49 };
  expect([...coloursOf(await slide.readRegion(beyond))]).toEqual(['255,255,255']);
});

test('coarse levels show the same fields, smaller', async () => {
  const { slide, fields } = await openFields({
    '1.jpg': await aColour([200, 40, 90], 800, 600).jpeg({ quality: 100 }).toBuffer(),
    '2.png': await aColour([20, 140, 90], 800, 600).png().toBuffer(),
  });
  expect(slide.info.levels.map(({ downsample }) => downsample)).toEqual([1, 2, 4]);
  for (const [level, { downsample }] of slide.info.levels.entries())
    for (const [field, wanted] of [
      [fields[0], [200, 40, 90]],
      [fields[1], [20, 140, 90]],
    ] as const) {
      const middle = {
        xPx: Math.floor(((field?.xPx ?? 0) + 400) / downsample),
        yPx: Math.floor(((field?.yPx ?? 0) + 300) / downsample),
      };
      const { data } = await slide.readRegion({ level, ...middle, widthPx: 1, heightPx: 1 });
      // 2: JPEG
      expect(largestDifference(data, Uint8Array.from(wanted))).toBeLessThanOrEqual(2);
    }
});

test('regions of a level join without a seam', async () => {
  const jpeg = await aPatternImage(311, 207).jpeg().toBuffer();
  const { slide } = await openFields({ '1.jpg': jpeg, '2.jpg': jpeg, '3.jpg': jpeg, '4.jpg': jpeg });
  const { widthPx, heightPx } = slide.info.levels[1] ?? { widthPx: 0, heightPx: 0 };
  const whole = await slide.readRegion({ level: 1, xPx: 0, yPx: 0, widthPx, heightPx });
  for (let x = 0; x < widthPx; x += 61) {
    const strip = await slide.readRegion({ level: 1, xPx: x, yPx: 0, widthPx: 1, heightPx });
    for (let y = 0; y < heightPx; y += 1)
      expect([...strip.data.subarray(y * 3, y * 3 + 3)]).toEqual([
        ...whole.data.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3),
      ]);
  }
});

test('a field that cannot be read keeps its place, marked, and the others go on', async () => {
  const png = await aColour([10, 20, 30], 60, 40).png().toBuffer();
  const jpeg = await aJpegField(60, 40);
  const { slide, fields } = await openFields({
    '1.png': png,
    '2.png': 'no image',
    '3.jpg': jpeg.subarray(0, jpeg.length / 2),
    '4.png': png,
  });
  expect(fields.map(({ failure }) => failure?.code)).toEqual([
    undefined,
    'slide-unreadable',
    undefined,
    undefined,
  ]);
  expect(fields[1]).toMatchObject({ widthPx: 60, heightPx: 40 });
  const whole = { level: 0, xPx: 0, yPx: 0, widthPx: slide.info.widthPx, heightPx: slide.info.heightPx };
  expect((await slide.readRegion(whole)).widthPx).toBe(slide.info.widthPx);
  expect([...coloursOf(await readPlace(slide, fields[3]))]).toEqual(['10,20,30']);
  for (const index of [1, 2]) {
    // a mark has a ground, stripes and a cross
    expect(coloursOf(await readPlace(slide, fields[index])).size).toBeGreaterThanOrEqual(3);
    await expect(slide.readField(index)).rejects.toMatchObject({ code: 'slide-unreadable' });
  }
  expect((await slide.readField(0)).field).toMatchObject({ name: '1.png', widthPx: 60 });
});

test('when the whole folder has gone that is no damage of its fields', async () => {
  const png = await aColour([10, 20, 30], 60, 40).png().toBuffer();
  const { slide, path, fields } = await openFields({ '1.png': png, '2.png': png });
  await rm(join(path, '2.png'));
  expect(coloursOf(await readPlace(slide, fields[1])).size).toBeGreaterThanOrEqual(3);
  await rm(path, { recursive: true });
  await expect(readPlace(slide, fields[0])).rejects.toMatchObject({ code: 'file-missing' });
});

test('opening and reading are cancelled', async () => {
  const png = await aColour([10, 20, 30], 60, 40).png().toBuffer();
  const folder = await aFolder({ 'case/1.png': png });
  const entry = aFieldFolderEntry(folder, 'case');
  await expect(openSlide(entry, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  const { slide } = await openFields({ '1.png': png });
  const region = { level: 0, xPx: 0, yPx: 0, widthPx: 10, heightPx: 10 };
  await expect(slide.readRegion(region, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});

test('a field that has become another image since is told', async () => {
  const { slide, path, fields } = await openFields({ '1.jpg': await aJpegField(640, 480) });
  await writeFile(join(path, '1.jpg'), await aJpegField(64, 48));
  await expect(slide.readField(0)).resolves.toMatchObject({ field: { widthPx: 64 } });
  const { xPx, yPx } = fields[0] ?? { xPx: 0, yPx: 0 };
  const shown = await slide.readRegion({ level: 1, xPx, yPx, widthPx: 320, heightPx: 240 });
  expect(coloursOf(shown).size).toBe(3);
});
