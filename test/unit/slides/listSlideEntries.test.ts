import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listSlideEntries } from '../../../main/slides/listSlideEntries.ts';
import { aDicomFile } from './dicom/aDicomFile.ts';
import { aFolder } from './slideFolder.ts';
import { lacksWsi, wsiFolder } from './wsiFolder.ts';

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

test('lists whole slides of every scanner', async () => {
  const names = ['1.svs', '2.NDPI', '3.mrxs', '4.scn', '5.bif', '6.svslide', '7.czi', '8.webp', '9.ome.tiff'];
  const { entries, ignored } = await listSlideEntries(
    await aFolder(Object.fromEntries(names.map((name) => [name, 'x']))),
  );
  expect(entries.map(({ name }) => name)).toEqual(names);
  expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['image-file']));
  expect(ignored).toEqual([]);
});

test('what belongs to a slide beside it is neither a slide nor ignored', async () => {
  const folder = await aFolder({
    'a.mrxs': 'x',
    'a/Slidedat.ini': '[GENERAL]',
    'a/preview.jpg': 'x',
    'b.vms':
      '[Virtual Microscope Specimen]\r\nImageFile=b_0.jpg\r\nImageFile(1,0)=b_1.jpg\r\nMapFile=b.opt\r\n',
    'b_0.jpg': 'x',
    'b_1.jpg': 'x',
    'b.opt': 'x',
    'c.jpg': 'x',
  });
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name }) => name)).toEqual(['a.mrxs', 'b.vms', 'c.jpg']);
  expect(ignored).toEqual([]);
});

test('a folder of fields that has the name of a MIRAX slide stays a slide', async () => {
  const { entries } = await listSlideEntries(await aFolder({ 'a.mrxs': 'x', 'a/1.jpg': 'x' }));
  expect(entries.map(({ kind }) => kind)).toEqual(['field-folder', 'image-file']);
});

test('whole slides in a subfolder are slides each, beside its camera images or alone', async () => {
  const folder = await aFolder({
    'case 1/a.svs': 'x',
    'case 1/b.ndpi': 'x',
    'case 2/1.jpg': 'x',
    'case 2/c.scn': 'x',
    'case 3/d.vms': 'ImageFile=d.jpg',
    'case 3/d.jpg': 'x',
  });
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'image-file case 1 (a.svs)',
    'image-file case 1 (b.ndpi)',
    'field-folder case 2',
    'image-file case 2 (c.scn)',
    'image-file case 3 (d.vms)',
  ]);
  expect(ignored).toEqual([]);
});

test('a companion is found when its name was written in another form of Unicode', async () => {
  const folder = await aFolder({ 'Mu\u0308ller.mrxs': 'x', 'M\u00fcller/Slidedat.ini': 'x' });
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name }) => name)).toEqual(['Mu\u0308ller.mrxs']);
  expect(ignored).toEqual([]);
});

test('DICOM files are one slide a series, loose or in a folder', async () => {
  const folder = await aFolder({
    'case/1.dcm': aDicomFile({ series: '1.1', instance: '1' }),
    'case/2.dcm': aDicomFile({ series: '1.1', instance: '2' }),
    'loose-10.dcm': aDicomFile({ series: '1.2', instance: '3' }),
    'loose-9.dcm': aDicomFile({ series: '1.2', instance: '4' }),
    'other.dcm': aDicomFile({ series: '1.3' }),
    'ruined.dcm': 'x',
    'two/1.dcm': aDicomFile({ series: '1.4' }),
    'two/2.dcm': aDicomFile({ series: '1.5' }),
    'fields/1.jpg': 'x',
    'fields/extra.dcm': aDicomFile(),
  });
  const { entries, ignored } = await listSlideEntries(folder);
  expect(entries.map(({ name, path, kind }) => [name, path.slice(folder.length + 1), kind])).toEqual([
    ['case', 'case', 'dicom-series'],
    ['fields', 'fields', 'field-folder'],
    ['loose-9.dcm', 'loose-9.dcm', 'dicom-series'],
    ['other.dcm', 'other.dcm', 'dicom-series'],
    ['ruined.dcm', 'ruined.dcm', 'dicom-series'],
    ['two (1.dcm)', join('two', '1.dcm'), 'dicom-series'],
    ['two (2.dcm)', join('two', '2.dcm'), 'dicom-series'],
  ]);
  expect(ignored).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder that may not be opened is listed, to be reported',
  async () => {
    const folder = await aFolder({ 'a.jpg': 'x', 'locked/1.jpg': 'x' });
    await chmod(join(folder, 'locked'), 0);
    const { entries } = await listSlideEntries(folder);
    await chmod(join(folder, 'locked'), 0o700);
    expect(entries.map(({ name }) => name)).toEqual(['a.jpg', 'locked']);
  },
);

test('names at the limit of the system are listed', async () => {
  const folder = await aFolder();
  const deep = join(folder, ...Array(15).fill('x'.repeat(250)));
  await mkdir(join(deep, 'case'), { recursive: true });
  await symlink('/nowhere', join(deep, `${'y'.repeat(240)}.jpg`));
  const { entries, ignored } = await listSlideEntries(deep);
  expect(entries.map(({ name }) => name.length)).toEqual([244]);
  expect(ignored).toEqual(['case']);
});

test.skipIf(lacksWsi)('the folder of real slides is listed whole', async () => {
  const { entries, ignored } = await listSlideEntries(wsiFolder);
  expect(entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'image-file CMU-1-Small-Region.svs',
    'dicom-series highdicom_sm_image_control.dcm',
    'dicom-series highdicom_sm_image_jpegls.dcm',
    'dicom-series highdicom_sm_image.dcm',
    'dicom-series libvips_dicom_test_image.dcm',
    'dicom-series openslide-python_boxes_0.dcm',
    'image-file openslide-python_boxes.png',
    'image-file openslide-python_boxes.tiff',
    'image-file openslide-python_small.svs',
    'image-file openslide-python_unopenable.tiff',
  ]);
  expect(ignored).toEqual([]);
});
