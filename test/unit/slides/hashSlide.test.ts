import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashSlide } from '../../../main/slides/hashSlide.ts';
import { aDicomFile } from './dicom/aDicomFile.ts';
import { aFieldFolderEntry, aFolder, anImageEntry } from './slideFolder.ts';

test("an image file's hash is that of its bytes", async () => {
  const folder = await aFolder({ 'a.jpg': 'bytes' });
  const sha256 = createHash('sha256').update('bytes').digest('hex');
  expect(await hashSlide(anImageEntry(folder, 'a.jpg'))).toEqual({ sha256, sizeBytes: 5 });
});

test("a folder's hash stays when the folder is renamed or holds notes, and changes with any field", async () => {
  const folder = await aFolder({ 'case/1.jpg': 'one', 'case/2.jpg': 'two' });
  const hashes = [await hashSlide(aFieldFolderEntry(folder, 'case'))];
  const rehash = async () => hashes.push(await hashSlide(aFieldFolderEntry(folder, 'renamed')));
  await rename(join(folder, 'case'), join(folder, 'renamed'));
  await writeFile(join(folder, 'renamed', 'notes.txt'), 'reviewed');
  await rehash();
  await writeFile(join(folder, 'renamed', '2.jpg'), 'twO');
  await rehash();
  await rename(join(folder, 'renamed', '2.jpg'), join(folder, 'renamed', '3.jpg'));
  await rehash();
  await rm(join(folder, 'renamed', '3.jpg'));
  await rehash();
  const [first, second, ...changed] = hashes;
  expect(second).toEqual(first);
  expect(first?.sizeBytes).toBe(6);
  expect(new Set([first, ...changed].map((one) => one?.sha256)).size).toBe(4);
});

test('contents that move from one field to another change the hash', async () => {
  const folder = await aFolder({
    'a/1.jpg': 'one',
    'a/2.jpg': 'two',
    'b/1.jpg': 'two',
    'b/2.jpg': 'one',
  });
  const [a, b] = [
    await hashSlide(aFieldFolderEntry(folder, 'a')),
    await hashSlide(aFieldFolderEntry(folder, 'b')),
  ];
  expect(a.sha256).not.toBe(b.sha256);
});

test('a missing slide and a cancelled hash are told apart', async () => {
  const folder = await aFolder({ 'a.jpg': Buffer.alloc(4 << 20) });
  await expect(hashSlide(anImageEntry(folder, 'b.jpg'))).rejects.toMatchObject({ code: 'file-missing' });
  const cancel = new AbortController();
  const hashing = hashSlide(anImageEntry(folder, 'a.jpg'), cancel.signal);
  cancel.abort();
  await expect(hashing).rejects.toMatchObject({ code: 'cancelled' });
});

test("a MIRAX slide's hash is that of all its files, whatever the slide is called", async () => {
  const folder = await aFolder({ 'a.mrxs': 'x', 'a/Slidedat.ini': 'y', 'a/Data0000.dat': 'zz' });
  const first = await hashSlide(anImageEntry(folder, 'a.mrxs'));
  expect(first.sizeBytes).toBe(4);
  await rename(join(folder, 'a.mrxs'), join(folder, 'b.mrxs'));
  await rename(join(folder, 'a'), join(folder, 'b'));
  expect(await hashSlide(anImageEntry(folder, 'b.mrxs'))).toEqual(first);
  await writeFile(join(folder, 'b', 'Data0000.dat'), 'zZ');
  expect((await hashSlide(anImageEntry(folder, 'b.mrxs'))).sha256).not.toBe(first.sha256);
  await rm(join(folder, 'b'), { recursive: true });
  expect((await hashSlide(anImageEntry(folder, 'b.mrxs'))).sizeBytes).toBe(1);
});

test("a VMS slide's hash is that of the files it names", async () => {
  const folder = await aFolder({ 'a.vms': 'ImageFile=a_0.jpg\n', 'a_0.jpg': 'x', 'b.jpg': 'yyy' });
  expect((await hashSlide(anImageEntry(folder, 'a.vms'))).sizeBytes).toBe('ImageFile=a_0.jpg\n'.length + 1);
});

test("a DICOM slide's hash is that of its series, in a folder or loose", async () => {
  const [one, two] = [aDicomFile({ instance: '1' }), aDicomFile({ instance: '2' })];
  const folder = await aFolder({ 'case/1.dcm': one, 'case/2.dcm': two });
  const whole = await hashSlide({ name: 'case', path: join(folder, 'case'), kind: 'dicom-series' });
  expect(whole.sizeBytes).toBe(one.length + two.length);
  const loose = { name: '1.dcm', path: join(folder, 'case', '1.dcm'), kind: 'dicom-series' } as const;
  expect(await hashSlide(loose)).toEqual(whole);
  await writeFile(join(folder, 'case', '3.dcm'), aDicomFile({ series: '9' }));
  expect(await hashSlide(loose)).toEqual(whole);
});
