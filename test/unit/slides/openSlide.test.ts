import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSlide } from '../../../main/slides/openSlide.ts';
import { aColour, aFieldFolderEntry, aFolder, anImageEntry } from './slideFolder.ts';

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

test('an image file opens as a slide of one field', async () => {
  const folder = await aFolder({ 'a.png': await aColour([7], 2, 2).png().toBuffer() });
  const slide = await openSlide(anImageEntry(folder, 'a.png'));
  expect(slide.info.fields?.map(({ name }) => name)).toEqual(['a.png']);
  expect((await slide.readField(0)).field).toMatchObject({ name: 'a.png', widthPx: 2 });
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
