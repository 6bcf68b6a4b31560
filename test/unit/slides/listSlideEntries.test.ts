import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listSlideEntries } from '../../../main/slides/listSlideEntries.ts';
import { aFolder } from './slideFolder.ts';

test('lists image files and folders of fields as slides, in the order a person counts', async () => {
  const folder = await aFolder({
    'smear-10.JPG': 'x',
    'smear-2.tiff': 'x',
    'Smear-1.bmp': 'x',
    'smear-3/field 1.png': 'x',
    'smear-3/notes.txt': 'x',
  });
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
    ['Smear-1.bmp', 'image-file'],
    ['smear-2.tiff', 'image-file'],
    ['smear-3', 'field-folder'],
    ['smear-10.JPG', 'image-file'],
  ]);
  expect(ignored).toEqual([]);
});

test('names what it ignores, and passes over what systems leave behind', async () => {
  const folder = await aFolder({
    'a.jpeg': 'x',
    'patients.csv': 'x',
    'empty-case/readme.md': 'x',
    'deep/fields/1.jpg': 'x',
    '.hidden.jpg': 'x',
    '.cache/1.jpg': 'x',
    'Thumbs.db': 'x',
    '__MACOSX/1.jpg': 'x',
  });
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name }) => name)).toEqual(['a.jpeg']);
  expect(ignored).toEqual(['deep', 'empty-case', 'patients.csv']);
});

test('a folder with the name of an image is a slide only by the fields in it', async () => {
  const folder = await aFolder({ 'a.jpg/1.png': 'x', 'b.jpg/notes.txt': 'x' });
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name, kind }) => [name, kind])).toEqual([['a.jpg', 'field-folder']]);
  expect(ignored).toEqual(['b.jpg']);
});

test('links that lead back to the folder, to themselves or nowhere do no harm', async () => {
  const folder = await aFolder({ 'a.jpg': 'x', 'case/1.jpg': 'x' });
  await symlink(folder, join(folder, 'here'));
  await symlink('..', join(folder, 'case', 'up.jpg'));
  await symlink('itself', join(folder, 'itself'));
  await symlink('/nowhere/at/all.jpg', join(folder, 'gone.jpg'));
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name }) => name)).toEqual(['a.jpg', 'case', 'gone.jpg']);
  expect(ignored).toEqual(['here', 'itself']);
});

test('says that a folder is missing, is empty, holds no slides, or is a file', async () => {
  const folder = await aFolder({ 'cases/list.csv': 'x', 'one.jpg': 'x', 'one.txt': 'x' });
  await expect(listSlideEntries(join(folder, 'nowhere'))).rejects.toMatchObject({
    code: 'folder-missing',
    message: expect.stringContaining('nowhere. Check the path'),
  });
  await expect(listSlideEntries(await aFolder())).rejects.toMatchObject({ code: 'folder-empty' });
  await expect(listSlideEntries(join(folder, 'cases'))).rejects.toMatchObject({
    code: 'folder-empty',
    message: expect.stringContaining('list.csv'),
  });
  await expect(listSlideEntries(join(folder, 'one.jpg'))).rejects.toMatchObject({
    code: 'argument-invalid',
    message: expect.stringContaining('is a file, not a folder'),
  });
});
