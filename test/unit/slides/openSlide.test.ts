import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shrinkByMean } from '../../../main/pixels/shrinkByMean.ts';
import { openSlide } from '../../../main/slides/openSlide.ts';
import { aColour, aFieldFolderEntry, aFolder, aJpegField, anImageEntry } from './slideFolder.ts';
import { aPatternImage, largestDifference, readLevel } from './tiff/tiledTiff.ts';
import { aRealSlide, lacksOpenSlide, lacksWsi } from './wsiFolder.ts';

test('a folder of fields opens as one slide, its fields in the order a person counts', async () => {
  const png = await aColour([1, 2, 3], 5, 4).png().toBuffer();
  const folder = await aFolder({ 'case/f10.png': png, 'case/f9.png': png, 'case/notes.txt': 'x' });
  const slide = await openSlide(aFieldFolderEntry(folder, 'case'));
  const { field, pixels } = await slide.readField(1);
  await slide.dispose();
  expect(slide.info.fields?.map(({ name }) => name)).toEqual(['f9.png', 'f10.png']);
  expect(field).toEqual({ fieldIndex: 1, name: 'f10.png', widthPx: 5, heightPx: 4 });
  expect([...pixels.data.subarray(0, 3)]).toEqual([1, 2, 3]);
});

test('an image file opens as a slide of one field, with levels that halve', async () => {
  const folder = await aFolder({ 'a.png': await aPatternImage(1001, 300).png().toBuffer() });
  const slide = await openSlide(anImageEntry(folder, 'a.png'));
  expect(slide.info).toMatchObject({
    format: 'image',
    vendor: undefined,
    pixelSize: undefined,
    fields: [
      { fieldIndex: 0, name: 'a.png', xPx: 0, yPx: 0, widthPx: 1001, heightPx: 300, failure: undefined },
    ],
  });
  expect(
    slide.info.levels.map(({ widthPx, heightPx, downsample }) => [widthPx, heightPx, downsample]),
  ).toEqual([
    [1001, 300, 1],
    [501, 150, 2],
    [251, 75, 4],
  ]);
  const { pixels } = await slide.readField(0);
  for (const [level, { downsample }] of slide.info.levels.entries()) {
    const [shown, mean] = [await readLevel(slide, level), shrinkByMean(pixels, downsample)];
    // 1: a mean of means is rounded twice
    expect(largestDifference(shown.data, mean.data)).toBeLessThanOrEqual(1);
  }
  await slide.dispose();
});

test('coarse levels of a JPEG are close to the mean of the fine one', async () => {
  const folder = await aFolder({ 'a.jpg': await aColour([90, 120, 200], 1001, 300).jpeg().toBuffer() });
  const slide = await openSlide(anImageEntry(folder, 'a.jpg'));
  for (const level of slide.info.levels.keys()) {
    const shown = await readLevel(slide, level);
    // 2: JPEG
    expect(largestDifference(shown.data.subarray(0, 3), Uint8Array.from([90, 120, 200]))).toBeLessThan(3);
  }
  await slide.dispose();
});

test('an image of one pixel is a slide', async () => {
  const folder = await aFolder({
    'a.webp': await aColour([7, 8, 9], 1, 1).webp({ lossless: true }).toBuffer(),
  });
  const slide = await openSlide(anImageEntry(folder, 'a.webp'));
  expect(slide.info.levels.length).toBe(1);
  const around = await slide.readRegion({ level: 0, xPx: -1, yPx: -1, widthPx: 3, heightPx: 3 });
  const white = new Array<number>(12).fill(255);
  expect([...around.data]).toEqual([...white, 7, 8, 9, ...white]);
  await slide.dispose();
});

test('an image that is damaged beyond its header opens and cannot be read', async () => {
  const jpeg = await aJpegField();
  const folder = await aFolder({ 'half.jpg': jpeg.subarray(0, jpeg.length / 2) });
  const slide = await openSlide(anImageEntry(folder, 'half.jpg'));
  await expect(readLevel(slide)).rejects.toMatchObject({ code: 'slide-unreadable' });
  await expect(slide.readField(0)).rejects.toMatchObject({ code: 'slide-unreadable' });
  await slide.dispose();
});

test('regions and fields that are not there are bugs of whoever asks', async () => {
  const folder = await aFolder({ 'a.png': await aColour([7], 20, 20).png().toBuffer() });
  const slide = await openSlide(anImageEntry(folder, 'a.png'));
  const region = { level: 0, xPx: 0, yPx: 0, widthPx: 5, heightPx: 5 };
  for (const wrong of [{ level: 9 }, { widthPx: 0 }, { xPx: 0.5 }, { widthPx: 9000, heightPx: 9000 }])
    await expect(slide.readRegion({ ...region, ...wrong })).rejects.toThrow(RangeError);
  await expect(slide.readField(1)).rejects.toThrow(RangeError);
  await expect(slide.readAssociatedImage('label')).rejects.toMatchObject({ code: 'argument-invalid' });
  await slide.dispose();
});

test('contents decide what a file is, and what is no image says so', async () => {
  const folder = await aFolder({
    'really-png.svs': await aColour([7], 20, 20).png().toBuffer(),
    'text.tif': 'patient list',
    'empty.svs': '',
    'cut.svs': 'II*\0',
  });
  expect((await openSlide(anImageEntry(folder, 'really-png.svs'))).info.format).toBe('image');
  for (const [name, said] of [
    ['text.tif', 'its contents are not a JPEG'],
    ['empty.svs', 'the file is empty'],
    ['cut.svs', 'does not begin as a TIFF'],
  ] as const)
    await expect(openSlide(anImageEntry(folder, name)), name).rejects.toMatchObject({
      code: 'slide-unreadable',
      message: expect.stringContaining(said),
    });
});

test.skipIf(lacksOpenSlide)(
  'formats that only OpenSlide knows go there, by extension where contents mislead',
  async () => {
    const folder = await aFolder({
      // a MIRAX slide's entrance is a JPEG
      'a.mrxs': await aJpegField(),
      'b.vms': '[Virtual Microscope Specimen]',
      'c.dcm': 'no DICOM',
    });
    for (const name of ['a.mrxs', 'b.vms', 'c.dcm'])
      await expect(openSlide(anImageEntry(folder, name)), name).rejects.toMatchObject({
        code: 'slide-unreadable',
      });
  },
);

test.skipIf(lacksWsi)('a DICOM slide is read, as a file and as a series', async () => {
  for (const kind of ['image-file', 'dicom-series'] as const) {
    const slide = await openSlide({ ...aRealSlide('openslide-python_boxes_0.dcm'), kind });
    expect(slide.info).toMatchObject({ format: 'dicom', fields: undefined });
    await slide.dispose();
  }
});

test('a field removed during the scan fails alone', async () => {
  const png = await aColour([1, 2, 3]).png().toBuffer();
  const folder = await aFolder({ 'case/1.png': png, 'case/2.png': png });
  const slide = await openSlide(aFieldFolderEntry(folder, 'case'));
  await rm(join(folder, 'case', '1.png'));
  await expect(slide.readField(0)).rejects.toMatchObject({ code: 'file-missing' });
  expect((await slide.readField(1)).field.name).toBe('2.png');
});

test('a slide that is gone or has lost its fields does not open', async () => {
  const folder = await aFolder({ 'case/notes.txt': 'x' });
  await expect(openSlide(anImageEntry(folder, 'a.png'))).rejects.toMatchObject({ code: 'file-missing' });
  await expect(openSlide(aFieldFolderEntry(folder, 'gone'))).rejects.toMatchObject({ code: 'file-missing' });
  await expect(openSlide(aFieldFolderEntry(folder, 'case'))).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('case holds no JPEG'),
  });
});
