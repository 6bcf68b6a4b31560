import { appendFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createChangeWatch } from '../../../main/slides/changeWatch.ts';
import { fingerprintSlide } from '../../../main/slides/slideFingerprint.ts';
import { aFieldFolderEntry, aFolder, anImageEntry } from './slideFolder.ts';

const long = new Date(1_700_000_000_000);

test('a slide has another fingerprint as soon as one of its files is another', async () => {
  const folder = await aFolder({ 'case/1.png': 'a', 'case/2.png': 'b' });
  const entry = aFieldFolderEntry(folder, 'case');
  const first = await fingerprintSlide(entry);
  await writeFile(join(folder, 'case', '.DS_Store'), 'x');
  await writeFile(join(folder, 'case', 'notes.txt'), 'x');
  expect(await fingerprintSlide(entry)).toBe(first);
  await utimes(join(folder, 'case', '2.png'), long, long);
  const touched = await fingerprintSlide(entry);
  await writeFile(join(folder, 'case', '3.png'), 'c');
  const added = await fingerprintSlide(entry);
  expect(new Set([first, touched, added]).size).toBe(3);
});

test('the pixels of a MIRAX slide count, which lie in a folder beside it', async () => {
  const folder = await aFolder({ 'smear.mrxs': 'index', 'smear/Data0000.dat': 'pixels' });
  const entry = anImageEntry(folder, 'smear.mrxs');
  const first = await fingerprintSlide(entry);
  await appendFile(join(folder, 'smear', 'Data0000.dat'), 'more');
  expect(await fingerprintSlide(entry)).not.toBe(first);
});

test('a slide that is gone has no fingerprint', async () => {
  const folder = await aFolder();
  for (const kind of ['image-file', 'field-folder', 'dicom-series'] as const) {
    const entry = { name: 'gone.mrxs', path: join(folder, 'gone.mrxs'), kind };
    await expect(fingerprintSlide(entry)).rejects.toMatchObject({ code: 'file-missing' });
    await expect(createChangeWatch(entry, () => undefined)).rejects.toMatchObject({ code: 'file-missing' });
  }
});

test('a change is told once and refused from then on, even when the file is put back', async () => {
  const folder = await aFolder({ 'smear.tif': 'pixels' });
  const path = join(folder, 'smear.tif');
  await utimes(path, long, long);
  let changeCount = 0;
  const watch = await createChangeWatch(anImageEntry(folder, 'smear.tif'), () => {
    changeCount += 1;
  });
  expect(await watch.lookNow()).toBe(true);
  await writeFile(path, 'other pixels');
  await watch.refuseChanged(); // looked at less than a second ago
  await expect(watch.lookNow()).rejects.toMatchObject({
    code: 'slide-changed',
    message: expect.stringContaining('smear.tif has changed on disk since it was opened'),
  });
  await writeFile(path, 'pixels');
  await utimes(path, long, long);
  await expect(watch.refuseChanged()).rejects.toMatchObject({ code: 'slide-changed' });
  expect(changeCount).toBe(1);
});

test('a slide that cannot be reached for a while has not changed', async () => {
  const folder = await aFolder({ 'smear.tif': 'pixels' });
  const path = join(folder, 'smear.tif');
  await utimes(path, long, long);
  const watch = await createChangeWatch(anImageEntry(folder, 'smear.tif'), () => undefined);
  await rm(path);
  expect(await watch.lookNow()).toBe(false);
  await watch.refuseChanged();
  await writeFile(path, 'pixels');
  await utimes(path, long, long);
  expect(await watch.lookNow()).toBe(true);
});
