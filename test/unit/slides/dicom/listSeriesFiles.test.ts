import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LabError } from '../../../../main/domain/labError.ts';
import { explainDicomFailure } from '../../../../main/slides/dicom/explainDicomFailure.ts';
import { listSeriesFiles } from '../../../../main/slides/dicom/listSeriesFiles.ts';
import { readDicomHeader } from '../../../../main/slides/dicom/readDicomHeader.ts';
import { openWithOpenSlide } from '../../../../main/slides/openslide/openSlideSource.ts';
import { aFolder } from '../slideFolder.ts';
import { lacksWsi, wsiFolder } from '../wsiFolder.ts';
import { aDicomFile } from './aDicomFile.ts';

async function listNames(path: string): Promise<readonly string[]> {
  return (await listSeriesFiles(path)).map((file) => basename(file));
}

test('the files of a series are found by their headers, among those of others', async () => {
  const folder = await aFolder({
    'a-10.dcm': aDicomFile({ series: '1.1' }),
    'a-2.dcm': aDicomFile({ series: '1.1' }),
    'b.dcm': aDicomFile({ series: '1.2' }),
    'broken.dcm': 'nothing',
    'note.txt': 'x',
  });
  expect(await listNames(join(folder, 'a-2.dcm'))).toEqual(['a-2.dcm', 'a-10.dcm']);
  expect(await listNames(join(folder, 'b.dcm'))).toEqual(['b.dcm']);
  expect(await listNames(join(folder, 'broken.dcm'))).toEqual(['broken.dcm']);
  await expect(listSeriesFiles(folder)).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('DICOM files of 3 slides'),
  });
  await expect(listSeriesFiles(join(folder, 'gone.dcm'))).rejects.toMatchObject({ code: 'file-missing' });
});

test('a folder of one series is one slide, and says so when it was emptied', async () => {
  const folder = await aFolder({
    'case/2.dcm': aDicomFile({ instance: '1' }),
    'case/1.dcm': aDicomFile({ instance: '2' }),
    'empty/readme.txt': 'x',
  });
  expect(await listNames(join(folder, 'case'))).toEqual(['1.dcm', '2.dcm']);
  await expect(listSeriesFiles(join(folder, 'empty'))).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('no DICOM files any more'),
  });
});

test('a copy of a file in the same folder is a slide of its own', async () => {
  const folder = await aFolder({
    'level.dcm': aDicomFile({ instance: '1.5' }),
    'level copy.dcm': aDicomFile({ instance: '1.5' }),
    'thumbnail.dcm': aDicomFile({ instance: '1.6' }),
  });
  expect(await listNames(join(folder, 'level.dcm'))).toEqual(['level.dcm', 'thumbnail.dcm']);
  expect(await listNames(join(folder, 'level copy.dcm'))).toEqual(['level copy.dcm']);
});

test('only the head of a file is read, however much private data comes first', async () => {
  const folder = await aFolder({
    'small.dcm': aDicomFile({ series: '1.7', padBytes: 100 }),
    'large.dcm': aDicomFile({ series: '1.7', padBytes: 300_000 }),
    'huge.dcm': aDicomFile({ series: '1.7', padBytes: 3_000_000 }),
    'empty.dcm': '',
    'text.dcm': 'x'.repeat(5000),
  });
  const seriesOf = async (name: string) => (await readDicomHeader(join(folder, name)))?.seriesUid;
  expect(await seriesOf('small.dcm')).toBe('1.7');
  expect(await seriesOf('large.dcm')).toBe('1.7');
  expect(await seriesOf('huge.dcm')).toBeUndefined();
  expect(await readDicomHeader(join(folder, 'empty.dcm'))).toBeUndefined();
  expect(await readDicomHeader(join(folder, 'text.dcm'))).toBeUndefined();
});

test('a radiograph among the slides is called what it is', async () => {
  const folder = await aFolder({
    'chest.dcm': aDicomFile({ sopClass: '1.2.840.10008.5.1.4.1.1.1', modality: 'CR' }),
  });
  const failure = new LabError('slide-unreadable', 'OpenSlide does not know it');
  expect(await explainDicomFailure(join(folder, 'chest.dcm'), failure)).toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('no slide (a radiograph, CR)'),
  });
  const missing = new LabError('file-missing', 'gone');
  expect(await explainDicomFailure(join(folder, 'chest.dcm'), missing)).toBe(missing);
});

test.skipIf(lacksWsi)('a folder with both files of a real series opens as one slide', async () => {
  const folder = await aFolder();
  for (const name of ['openslide-python_boxes_0.dcm', 'openslide-python_boxes_1.dcm'])
    await copyFile(join(wsiFolder, name), join(folder, name));
  const source = await openWithOpenSlide({ name: 'case', path: folder, kind: 'dicom-series' }, 'dicom');
  onTestFinished(() => source.dispose());
  expect(source.info).toMatchObject({ name: 'case', widthPx: 16, associatedImages: [{ name: 'thumbnail' }] });
});
