import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { SlideEntry } from '../../../../main/domain/slide.ts';
import {
  detectOpenSlideVendor,
  openWithOpenSlide,
} from '../../../../main/slides/openslide/openSlideSource.ts';
import type { SlideSource } from '../../../../main/slides/slideSource.ts';
import { aFolder } from '../slideFolder.ts';
import { aRealSlide, lacksOpenSlide, lacksWsi } from '../wsiFolder.ts';
import { aDamagedPyramid, aPyramid, aPyramidInP3, aPyramidThatClaims, pyramidPixel } from './aPyramid.ts';

async function opened(entry: SlideEntry): Promise<SlideSource> {
  const source = await openWithOpenSlide(entry, entry.kind === 'dicom-series' ? 'dicom' : 'openslide');
  onTestFinished(() => source.dispose());
  return source;
}

function firstPixels(data: Uint8Array, count: number): readonly number[] {
  return [...data.subarray(0, count * 3)];
}

describe.skipIf(lacksWsi)('real slides', () => {
  test('an Aperio slide is known with its sizes, pixel size, objective and thumbnail', async () => {
    const { info, ...source } = await opened(aRealSlide('openslide-python_small.svs'));
    expect(info).toMatchObject({
      vendor: 'aperio',
      widthPx: 16,
      heightPx: 16,
      levels: [{ widthPx: 16, heightPx: 16, downsample: 1, tileWidthPx: 64, tileHeightPx: 64 }],
      pixelSize: { xUm: 0.499, yUm: 0.499, origin: 'file' },
      objectivePower: 20,
      associatedImages: [{ name: 'thumbnail', widthPx: 16, heightPx: 16 }],
      hasIccProfile: false,
      fields: undefined,
    });
    const { data } = await source.readRegion({ level: 0, xPx: 0, yPx: 0, widthPx: 16, heightPx: 16 });
    // by openslide-python 1.4
    expect(firstPixels(data, 3)).toEqual([245, 243, 252, 244, 243, 234, 247, 247, 232]);
    const thumbnail = await source.readAssociatedImage('thumbnail');
    expect([thumbnail.widthPx, thumbnail.heightPx]).toEqual([16, 16]);
    await expect(source.readAssociatedImage('label')).rejects.toMatchObject({
      code: 'argument-invalid',
      message: expect.stringContaining('It has: thumbnail'),
    });
  });

  test("a printer's resolution is no pixel size, and every level is read where it is asked for", async () => {
    const { info, readRegion } = await opened(aRealSlide('openslide-python_boxes.tiff'));
    expect(info.vendor).toBe('generic-tiff');
    expect(info.pixelSize).toBeUndefined();
    expect(info.levels.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual([
      [300, 250],
      [150, 125],
      [75, 62],
      [37, 31],
    ]);
    for (const [level, { widthPx, heightPx }] of info.levels.entries()) {
      const whole = await readRegion({ level, xPx: 0, yPx: 0, widthPx, heightPx });
      const [xPx, yPx] = [13, 11]; // no whole pixel of the full resolution at levels 2 and 3
      const part = await readRegion({ level, xPx, yPx, widthPx: 20, heightPx: 15 });
      for (let y = 0; y < 15; y += 1) {
        const from = ((yPx + y) * widthPx + xPx) * 3;
        expect(part.data.subarray(y * 60, (y + 1) * 60)).toEqual(whole.data.subarray(from, from + 60));
      }
    }
  });

  test('two DICOM files of a series are one slide', async () => {
    const { info, readRegion } = await opened(aRealSlide('openslide-python_boxes_0.dcm'));
    expect(info).toMatchObject({
      kind: 'dicom-series',
      format: 'dicom',
      vendor: 'dicom',
      widthPx: 16,
      heightPx: 16,
      pixelSize: { xUm: 0.499, yUm: 0.499 },
      objectivePower: 20,
      associatedImages: [{ name: 'thumbnail' }],
      hasIccProfile: true,
    });
    const { data } = await readRegion({ level: 0, xPx: 0, yPx: 0, widthPx: 16, heightPx: 16 });
    expect(firstPixels(data, 3)).toEqual([245, 243, 252, 244, 243, 234, 247, 247, 232]);
  });

  test.each([
    ['openslide-python_unopenable.tiff', /stored in a way that OpenSlide 4 does not read/],
    ['libvips_dicom_test_image.dcm', /no slide \(nuclear medicine, NM\)/],
    ['highdicom_sm_image_jpegls.dcm', /JPEG-LS/],
  ])('%s says why it cannot be read', async (name, said) => {
    await expect(opened(aRealSlide(name))).rejects.toMatchObject({
      code: 'slide-unreadable',
      message: expect.stringMatching(said),
    });
  });
});

describe.skipIf(lacksOpenSlide)('a slide that OpenSlide reads', () => {
  test('shows the pixels that were stored, and white beyond its edge', async () => {
    const { readRegion } = await opened(await aPyramid());
    const { data } = await readRegion({ level: 0, xPx: 690, yPx: -2, widthPx: 20, heightPx: 4 });
    const pixelAt = (x: number, y: number) => [...data.subarray((y * 20 + x) * 3, (y * 20 + x) * 3 + 3)];
    expect(pixelAt(0, 2)).toEqual(pyramidPixel(690, 0));
    expect(pixelAt(9, 3)).toEqual(pyramidPixel(699, 1));
    expect([pixelAt(0, 1), pixelAt(10, 2), pixelAt(19, 3)]).toEqual(Array(3).fill([255, 255, 255]));
    const beyond = await readRegion({ level: 0, xPx: 5000, yPx: 0, widthPx: 2, heightPx: 2 });
    expect([...beyond.data]).toEqual(Array(12).fill(255));
  });

  test('loses only the regions that are damaged, however many are read at once', async () => {
    const { readRegion } = await opened(await aDamagedPyramid(13)); // column 2, row 1 of 11 columns
    const columns = [0, 1, 2, 3, 4, 5, 6, 7];
    for (const _round of [1, 2]) {
      const ends = await Promise.allSettled(
        columns.map((column) =>
          readRegion({ level: 0, xPx: column * 64, yPx: 64, widthPx: 64, heightPx: 64 }),
        ),
      );
      for (const [column, end] of ends.entries()) {
        if (column === 2) expect(end).toMatchObject({ reason: { code: 'tile-unreadable' } });
        else expect(end).toMatchObject({ value: { widthPx: 64 } });
        if (end.status === 'fulfilled')
          expect(firstPixels(end.value.data, 1)).toEqual(pyramidPixel(column * 64, 64));
      }
    }
  });

  test("has its ICC profile's colours brought to sRGB", async () => {
    const { info, readRegion } = await opened(await aPyramidInP3());
    expect(info.hasIccProfile).toBe(true);
    const { data } = await readRegion({ level: 0, xPx: 30, yPx: 20, widthPx: 1, heightPx: 1 });
    // stored as 196, 106, 121 in Display P3; there and back rounds twice
    for (const [channel, value] of [...data].entries())
      expect(Math.abs(value - (pyramidPixel(30, 20)[channel] ?? 0))).toBeLessThanOrEqual(2);
  });

  test('is left alone when nobody waits for it any more', async () => {
    const { readRegion } = await opened(await aPyramid());
    const controller = new AbortController();
    const region = { level: 0, xPx: 0, yPx: 0, widthPx: 300, heightPx: 300 };
    const reads = Array.from({ length: 20 }, () => readRegion(region, controller.signal));
    controller.abort();
    const ends = await Promise.allSettled(reads);
    expect(ends.at(-1)).toMatchObject({ reason: { code: 'cancelled' } });
    expect((await readRegion(region)).widthPx).toBe(300);
  });

  test('is told from what is none, and from what is gone', async () => {
    const folder = await aFolder({ 'notes.svs': 'not a slide' });
    const entryOf = (path: string): SlideEntry => ({ name: 'notes.svs', path, kind: 'image-file' });
    const pyramid = await aPyramid();
    expect(await detectOpenSlideVendor(pyramid.path)).toBe('generic-tiff');
    expect(await detectOpenSlideVendor(join(folder, 'notes.svs'))).toBeUndefined();
    await expect(opened(entryOf(join(folder, 'notes.svs')))).rejects.toMatchObject({
      code: 'slide-unreadable',
    });
    await expect(opened(entryOf(folder))).rejects.toMatchObject({ code: 'slide-unreadable' });
    await expect(opened(entryOf(join(folder, 'gone.svs')))).rejects.toMatchObject({ code: 'file-missing' });
  });

  test('is refused when its header claims more than a slide can have', async () => {
    await expect(opened(await aPyramidThatClaims(2_000_000))).rejects.toMatchObject({
      code: 'slide-unreadable',
      message: expect.stringContaining('claims 2000000 x 500 pixels'),
    });
  });

  test('is found under any name', async () => {
    const { path } = await aPyramid();
    const deep = join(dirname(path), 'Ausstrich Nüßlein 血液', 'x'.repeat(200), 'y'.repeat(200));
    await mkdir(deep, { recursive: true });
    const moved = join(deep, 'Präparat №1 🩸.tif');
    await copyFile(path, moved);
    const { info } = await opened({ name: 'Präparat №1 🩸.tif', path: moved, kind: 'image-file' });
    expect(info.widthPx).toBe(700);
  });
});

describe('without its library', () => {
  const before = process.env.BLASTSCOPE_OPENSLIDE;
  afterEach(() => {
    if (before === undefined) delete process.env.BLASTSCOPE_OPENSLIDE;
    else process.env.BLASTSCOPE_OPENSLIDE = before;
  });

  test('a slide says what to install', async () => {
    process.env.BLASTSCOPE_OPENSLIDE = '/nonexistent';
    const entry: SlideEntry = { name: 'a.mrxs', path: '/somewhere/a.mrxs', kind: 'image-file' };
    await expect(openWithOpenSlide(entry, 'openslide')).rejects.toMatchObject({
      code: 'openslide-missing',
      message: expect.stringContaining('npm run setup'),
    });
  });
});
