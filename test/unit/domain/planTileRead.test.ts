import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeTileBox, type DeepZoomLevel, listDeepZoomLevels } from '../../../main/domain/deepZoom.ts';
import { planTileRead } from '../../../main/domain/planTileRead.ts';
import type { SlideLevel } from '../../../main/domain/slideInfo.ts';

const tile = { level: 0, column: 1, row: 0, tilePx: 256, overlapPx: 0, quality: 85 };

/** Levels of a slide as scanners store them. */
function storedLevels(widthPx: number, heightPx: number, downsamples: readonly number[], round = Math.floor) {
  return downsamples.map((downsample): SlideLevel => {
    const size = { widthPx: round(widthPx / downsample), heightPx: round(heightPx / downsample) };
    return {
      ...size,
      downsample: (widthPx / size.widthPx + heightPx / size.heightPx) / 2,
      tileWidthPx: 256,
      tileHeightPx: 256,
    };
  });
}

function levelOf(levels: readonly SlideLevel[], downsample: number): DeepZoomLevel {
  const found = listDeepZoomLevels(levels[0] as SlideLevel, 256).find((one) => one.downsample === downsample);
  if (found === undefined) throw new RangeError(`no level of downsample ${downsample}`);
  return found;
}

test('a stored level is read as it is, though its size was rounded', () => {
  for (const round of [Math.floor, Math.ceil]) {
    const levels = storedLevels(46_003, 32_917, [1, 4, 16], round);
    const wanted = levelOf(levels, 4);
    const plan = planTileRead(levels, wanted, computeTileBox(wanted, tile));
    expect(plan).toEqual({
      region: { level: 1, xPx: 256, yPx: 0, widthPx: 256, heightPx: 256 },
      shrink: 1,
      window: undefined,
    });
  }
});

test('a level between two stored ones is shrunk from the finer one', () => {
  const levels = storedLevels(46_003, 32_917, [1, 4, 16]);
  const wanted = levelOf(levels, 8);
  expect(planTileRead(levels, wanted, computeTileBox(wanted, tile))).toEqual({
    region: { level: 1, xPx: 512, yPx: 0, widthPx: 512, heightPx: 512 },
    shrink: 2,
    window: undefined,
  });
});

test('the last column of a level that was rounded down is read up to what is stored', () => {
  const levels = storedLevels(46_003, 32_917, [1, 4, 16]);
  const wanted = levelOf(levels, 4); // 11501 px wide, of which 11500 are stored
  const box = computeTileBox(wanted, { ...tile, column: wanted.columns - 1 });
  const { region } = planTileRead(levels, wanted, box);
  expect(box.xPx + box.widthPx).toBe(11_501);
  expect(region.xPx + region.widthPx).toBe(11_500);
});

test('a slide whose levels are three times apart is resampled, with room for the filter', () => {
  const levels = storedLevels(9000, 9000, [1, 3]);
  const wanted = levelOf(levels, 4);
  const { region, shrink, window } = planTileRead(levels, wanted, computeTileBox(wanted, tile));
  expect({ level: region.level, shrink }).toEqual({ level: 1, shrink: 1 });
  expect((window?.xPx ?? 0) + region.xPx).toBeCloseTo((256 * 4) / 3, 6);
  expect(window?.widthPx).toBeCloseTo((256 * 4) / 3, 6);
  expect(window?.xPx).toBeGreaterThanOrEqual(2);
});

test('what is read lies on the level and covers the tile, whatever the levels', () => {
  const edge = fc.integer({ min: 1, max: 60_000 });
  const steps = fc.array(fc.double({ min: 1.2, max: 8, noNaN: true }), { maxLength: 4 });
  fc.assert(
    fc.property(edge, edge, steps, fc.gen(), (widthPx, heightPx, factors, gen) => {
      const downsamples = [1];
      for (const factor of factors) downsamples.push((downsamples.at(-1) ?? 1) * factor);
      const levels = storedLevels(widthPx, heightPx, downsamples, (length) =>
        Math.max(1, Math.round(length)),
      );
      const wanted = gen(fc.constantFrom, ...listDeepZoomLevels({ widthPx, heightPx }, 256));
      const column = gen(fc.integer, { min: 0, max: wanted.columns - 1 });
      const row = gen(fc.integer, { min: 0, max: wanted.rows - 1 });
      const box = computeTileBox(wanted, { ...tile, column, row });
      const { region, shrink, window } = planTileRead(levels, wanted, box);
      const level = levels[region.level] as SlideLevel;
      expect(Math.min(region.xPx, region.yPx)).toBeGreaterThanOrEqual(0);
      expect(Math.min(region.widthPx, region.heightPx)).toBeGreaterThanOrEqual(1);
      expect(region.xPx + region.widthPx).toBeLessThanOrEqual(level.widthPx);
      expect(region.yPx + region.heightPx).toBeLessThanOrEqual(level.heightPx);
      if (window === undefined) {
        expect(Math.abs(Math.ceil(region.widthPx / shrink) - box.widthPx)).toBeLessThanOrEqual(1);
        expect(Math.abs(Math.ceil(region.heightPx / shrink) - box.heightPx)).toBeLessThanOrEqual(1);
      } else expect(Math.min(window.xPx, window.yPx)).toBeGreaterThan(-1e-6);
    }),
    { numRuns: 500 },
  );
});
