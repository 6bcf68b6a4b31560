import { appendFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../main/database/open.ts';
import { hashSlide } from '../../main/slides/hashSlide.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { recordScannedSlide } from '../helpers/labRecords.ts';
import { parseLines, runLab } from '../helpers/runLab.ts';
import { lacksWsi, wsiFolder } from '../unit/slides/wsiFolder.ts';

const smear = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: '#d0a0d0' } }).withIccProfile('srgb');

/** A pyramid of tiles with 0.25 µm pixels, an image, a folder of fields, and a text that is no image. */
async function aSlideFolder(): Promise<string> {
  const folder = await aScratchFolder();
  const tiled = { tile: true, tileWidth: 128, tileHeight: 128, pyramid: true, compression: 'jpeg' } as const;
  await smear()
    .tiff({ ...tiled, xres: 4000, yres: 4000 })
    .toFile(join(folder, 'pyramid.tif'));
  await smear().png().toFile(join(folder, 'single.png'));
  await mkdir(join(folder, 'fields'));
  for (const name of ['1.jpg', '2.jpg', '10.jpg'])
    await smear()
      .jpeg()
      .toFile(join(folder, 'fields', name));
  await writeFile(join(folder, 'text.jpg'), 'Dear lab, please find the image attached.');
  return folder;
}

test('slides info says of each slide what it is, and of the one that is none why', async () => {
  const folder = await aSlideFolder();
  const { code, stdout, stderr } = await runLab(['slides', 'info', folder, '--json']);
  const slides = parseLines(stdout);
  expect(slides.map(({ name, format, canBeScanned }) => [name, format, canBeScanned])).toEqual([
    ['fields', 'field-folder', true],
    ['pyramid.tif', 'tiled-tiff', true],
    ['single.png', 'image', true],
    ['text.jpg', null, false],
  ]);
  expect(slides[1]).toMatchObject({
    kind: 'image-file',
    widthPx: 300,
    heightPx: 200,
    pixelSize: { xUm: expect.closeTo(0.25, 6), origin: 'file' },
    associatedImages: [],
    scan: null,
  });
  expect(slides[0]).toMatchObject({ fields: 3, failedFields: [], pixelSize: null });
  const entry = { name: 'pyramid.tif', path: join(folder, 'pyramid.tif'), kind: 'image-file' } as const;
  expect(slides[1]?.sha256).toBe((await hashSlide(entry)).sha256);
  expect(slides[3]).toMatchObject({ failure: { code: 'slide-unreadable' } });
  expect(code).toBe(1);
  expect(stderr).toMatch(/error \[slide-unreadable\]: Cannot read text\.jpg/);
});

test('a folder of nothing but camera images is one slide, or a slide each where that is asked for', async () => {
  const fields = join(await aSlideFolder(), 'fields');
  const one = parseLines((await runLab(['slides', 'info', fields, '--json'])).stdout);
  expect(one.map(({ name, fields: count }) => [name, count])).toEqual([['fields', 3]]);
  const each = parseLines((await runLab(['slides', 'info', fields, '--json', '--each', '--no-hash'])).stdout);
  expect(each.map(({ name, sha256 }) => [name, sha256])).toEqual([
    ['1.jpg', null],
    ['2.jpg', null],
    ['10.jpg', null],
  ]);
});

test('slides info tells a slide that was changed since its scan from one that was not', async () => {
  const folder = await aScratchFolder();
  const database = join(folder, 'lab.db');
  const entry = { name: 'smear.png', path: join(folder, 'smear.png'), kind: 'image-file' } as const;
  await smear().png().toFile(entry.path);
  const { sha256 } = await hashSlide(entry);
  const db = openDatabase(database);
  recordScannedSlide(db, [], { ...entry, sha256 });
  db.close();
  const info = async () =>
    parseLines((await runLab(['slides', 'info', entry.path, '--db', database, '--json'])).stdout)[0];
  // the pixel size is the scan's estimate: the file states none
  expect(await info()).toMatchObject({ scan: { state: 'unchanged' }, pixelSize: { origin: 'estimated' } });
  await appendFile(entry.path, 'x');
  expect(await info()).toMatchObject({ scan: { state: 'changed' } });
  await cp(entry.path, join(folder, 'other.png'));
  const other = await runLab(['slides', 'info', join(folder, 'other.png'), '--db', database]);
  expect(other.stdout).toMatch(/scanned +never/);
});

test('wrong paths are told, and nothing is printed as data', async () => {
  const folder = await aScratchFolder();
  const missing = await runLab(['slides', 'info', join(folder, 'nothing.svs'), '--json']);
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toMatch(/error \[file-missing\]: nothing\.svs/);
  const empty = await runLab(['slides', 'info', folder]);
  expect(empty.stderr).toMatch(/error \[folder-empty\]/);
});

describe.skipIf(lacksWsi)('real whole slides', () => {
  test('are described, and those that are none or cannot be read are named with the reason', async () => {
    const { code, stdout, stderr } = await runLab(['slides', 'info', wsiFolder, '--json']);
    const rows = parseLines(stdout).map(({ name, format, vendor, canBeScanned }) => [
      name,
      canBeScanned ? `${format} ${vendor}` : 'unreadable',
    ]);
    expect(Object.fromEntries(rows)).toEqual({
      'CMU-1-Small-Region.svs': 'aperio aperio',
      'highdicom_sm_image.dcm': 'dicom dicom',
      'highdicom_sm_image_control.dcm': 'dicom dicom',
      'highdicom_sm_image_jpegls.dcm': 'unreadable',
      'libvips_dicom_test_image.dcm': 'unreadable',
      'openslide-python_boxes.png': 'image null',
      'openslide-python_boxes.tiff': 'tiled-tiff generic-tiff',
      'openslide-python_boxes_0.dcm': 'dicom dicom',
      'openslide-python_small.svs': 'aperio aperio',
      'openslide-python_unopenable.tiff': 'unreadable',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/libvips_dicom_test_image\.dcm: it is a DICOM object that is no slide/);
    expect(stderr).toMatch(/stored with JPEG-LS/);
  });

  test('without the library of OpenSlide the rest works, and the message says what to do', async () => {
    const { stdout, stderr } = await runLab(['slides', 'info', wsiFolder, '--json', '--no-hash'], {
      env: { BLASTSCOPE_OPENSLIDE: '/nowhere/libopenslide.so' },
    });
    const can = parseLines(stdout)
      .filter(({ canBeScanned }) => canBeScanned)
      .map(({ name }) => name);
    expect(can).toEqual([
      'CMU-1-Small-Region.svs',
      'openslide-python_boxes.png',
      'openslide-python_boxes.tiff',
      'openslide-python_small.svs',
    ]);
    expect(stderr).toMatch(/error \[openslide-missing\]: .*npm run setup/);
  });

  test('are de-identified into a copy that shows the same smear and no label', async () => {
    const folder = await aScratchFolder();
    const original = join(wsiFolder, 'CMU-1-Small-Region.svs');
    const before = await readFile(original);
    const copy = join(folder, 'anonymous.svs');
    const made = await runLab(['deidentify', original, '--out', copy, '--json']);
    expect(made.code).toBe(0);
    const [source, info] = parseLines((await runLab(['slides', 'info', original, copy, '--json'])).stdout);
    expect(info).toMatchObject({
      widthPx: source?.widthPx,
      heightPx: source?.heightPx,
      pixelSize: { xUm: 0.499, origin: 'file' },
      associatedImages: [{ name: 'thumbnail' }],
    });
    expect((await readFile(original)).equals(before)).toBe(true);
  });
});
