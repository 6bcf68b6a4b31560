import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { RgbRaster } from '../../../../main/domain/raster.ts';
import { shrinkByMean } from '../../../../main/pixels/shrinkByMean.ts';
import { addReducedLevels } from '../../../../main/slides/images/reducedLevels.ts';
import type { SlideSource } from '../../../../main/slides/slideSource.ts';
import { aFolder } from '../slideFolder.ts';
import { aPatternImage, largestDifference, openTiles, overwrite, readLevel } from '../tiff/tiledTiff.ts';

beforeEach(async () => {
  vi.stubEnv('BLASTSCOPE_SCRATCH', await aFolder());
});
afterEach(() => vi.unstubAllEnvs());

async function openWithReducedLevels(widthPx: number, heightPx: number) {
  const bytes = await aPatternImage(widthPx, heightPx)
    .tiff({ tile: true, tileWidth: 128, tileHeight: 128, compression: 'jpeg', quality: 95 })
    .toBuffer();
  const opened = await openTiles(bytes);
  const slide = addReducedLevels(opened.source);
  onTestFinished(() => slide.dispose());
  return { ...opened, slide };
}

async function halvedLevel(slide: SlideSource, level: number) {
  return shrinkByMean(await readLevel(slide, level), 2);
}

test.each([
  [1301, 1101],
  [2050, 513],
  [600, 3000],
] as const)(
  'a slide of %i x %i px in one resolution gets coarser ones, each the mean of the finer',
  async (widthPx, heightPx) => {
    const { slide } = await openWithReducedLevels(widthPx, heightPx);
    const { levels } = slide.info;
    const coarsest = levels.at(-1);
    expect(Math.max(coarsest?.widthPx ?? 0, coarsest?.heightPx ?? 0)).toBeLessThanOrEqual(512);
    expect(levels[1]).toMatchObject({
      widthPx: Math.ceil(widthPx / 2),
      heightPx: Math.ceil(heightPx / 2),
      downsample: 2,
    });
    for (let level = 1; level < levels.length; level += 1) {
      const [shown, wanted] = [await readLevel(slide, level), await halvedLevel(slide, level - 1)];
      expect(largestDifference(shown.data, wanted.data), String(level)).toBe(0);
    }
  },
);

test('a damaged tile shows a mark on the coarser levels, and the rest goes on', async () => {
  const before = await halvedLevel((await openWithReducedLevels(1300, 1100)).slide, 0);
  const { slide, image, path } = await openWithReducedLevels(1300, 1100);
  // the tile in column 2, row 1
  const index = image.columns + 2;
  await overwrite(path, (image.offsets[index] ?? 0) + 20, Buffer.alloc(500));
  const shown = await readLevel(slide, 1);
  const pixelOf = ({ data }: RgbRaster, x: number, y: number) => {
    const at = (y * shown.widthPx + x) * 3;
    return data.subarray(at, at + 3);
  };
  const isChanged = (x: number, y: number) =>
    largestDifference(pixelOf(shown, x, y), pixelOf(before, x, y)) > 0;
  expect([isChanged(150, 90), isChanged(100, 90), isChanged(150, 140)]).toEqual([true, false, false]);
});

test('stored JPEG is there for stored levels only', async () => {
  const { slide } = await openWithReducedLevels(1300, 1100);
  expect(await slide.readStoredJpeg?.({ level: 0, column: 1, row: 1 })).toBeDefined();
  expect(await slide.readStoredJpeg?.({ level: 1, column: 0, row: 0 })).toBeUndefined();
});

test('a slide that is small enough stays as it is', async () => {
  const { source, slide } = await openWithReducedLevels(500, 400);
  expect(slide).toBe(source);
});
