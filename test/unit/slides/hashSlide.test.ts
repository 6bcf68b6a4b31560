import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashSlide } from '../../../main/slides/hashSlide.ts';
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
