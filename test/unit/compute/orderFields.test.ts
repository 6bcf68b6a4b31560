import { expect, test } from 'vitest';
import { orderFields } from '../../../main/compute/orderFields.ts';
import { createStopwatch } from '../../../main/compute/stopwatch.ts';
import { type PlannedField, planFields } from '../../../main/detection/planFields.ts';
import type { SlideLevel, SlideRegion } from '../../../main/domain/slideInfo.ts';
import type { SlideSource } from '../../../main/slides/slideSource.ts';
import { aPlaneSource, aRaster } from '../slides/aPlaneSource.ts';

const tools = { signal: new AbortController().signal, other: createStopwatch() };
const redCellDiameterPx = 20;

/** Smears of one make in each column of fields, 1024 px wide: glass, thin, good, thick. */
const makes = [0, 0.05, 0.4, 1.2] as const;

/** A slide painted with red cells, at any level; it remembers what it was asked for. */
function aSmear(options: {
  readonly columns: number;
  readonly rows: number;
  readonly downsamples: readonly number[];
}) {
  const { columns, rows, downsamples } = options;
  const plane = aPlaneSource({ widthPx: columns * 1024, heightPx: rows * 1024, downsamples });
  const regions: SlideRegion[] = [];
  const source: SlideSource = {
    ...plane,
    readRegion: async (region) => {
      regions.push(region);
      return paint(region, plane.info.levels[region.level] as SlideLevel);
    },
  };
  return { source, regions };
}

function paint(region: SlideRegion, { downsample }: SlideLevel) {
  return aRaster(region.widthPx, region.heightPx, (x, y) => {
    const [atX, atY] = [(region.xPx + x) * downsample, (region.yPx + y) * downsample];
    const make = makes[Math.floor(atX / 1024) % makes.length] ?? 0;
    return isCell(atX, atY, make) ? [210, 160, 160] : [242, 242, 242];
  });
}

/** Cells stand on a grid, so far apart that they cover that share. */
function isCell(x: number, y: number, share: number): boolean {
  if (share === 0) return false;
  const step = Math.sqrt((Math.PI * 100) / share);
  return Math.hypot((x % step) - step / 2, (y % step) - step / 2) < redCellDiameterPx / 2;
}

function plan(columns: number, rows: number): readonly PlannedField[] {
  const area = { widthPx: 1, heightPx: 1, isSmear: Uint8Array.of(1), white: [242, 242, 242] } as const;
  return planFields({ widthPx: columns * 1024, heightPx: rows * 1024 }, redCellDiameterPx, area);
}

async function collect(source: SlideSource, candidates: readonly PlannedField[]) {
  const batches: { readonly names: readonly string[]; readonly emptyCount: number }[] = [];
  const slide = { candidates, redCellDiameterPx, white: [242, 242, 242] } as const;
  for await (const { fields, emptyCount } of orderFields(source, slide, tools))
    batches.push({ names: fields.map(({ name }) => name), emptyCount });
  return batches;
}

const columnOf = (name: string) => Number(name.slice(1, 7)) / 1024;

test('good fields come first, thin and thick ones when all were judged, and glass never', async () => {
  const { source, regions } = aSmear({ columns: 8, rows: 3, downsamples: [1, 4] });
  const batches = await collect(source, plan(8, 3));
  expect(batches.map(({ names }) => names.length)).toEqual([6, 12]);
  expect(new Set(batches[0]?.names.map((name) => columnOf(name) % 4))).toEqual(new Set([2]));
  expect(new Set(batches[1]?.names.map((name) => columnOf(name) % 4))).toEqual(new Set([1, 3]));
  expect(batches.map(({ emptyCount }) => emptyCount)).toEqual([6, 0]);
  // three by three fields are read in one, at mid power
  expect(regions).toHaveLength(3);
  expect(regions.every(({ level }) => level === 1)).toBe(true);
  expect(await collect(source, plan(8, 3))).toEqual(batches);
});

test('of a slide without a mid-power level the middle of each field is read', async () => {
  const { source, regions } = aSmear({ columns: 4, rows: 1, downsamples: [1] });
  const batches = await collect(source, plan(4, 1));
  expect(batches[0]?.names.map(columnOf)).toEqual([2]);
  expect(regions).toHaveLength(4);
  for (const { widthPx, heightPx } of regions) expect(widthPx * heightPx).toBeLessThan(820 ** 2);
});

test('a large slide is judged in rounds, so that good fields need not wait for all', async () => {
  const { source, regions } = aSmear({ columns: 40, rows: 20, downsamples: [1, 4, 16] });
  const slide = { candidates: plan(40, 20), redCellDiameterPx, white: [242, 242, 242] } as const;
  const first = (await orderFields(source, slide, tools).next()).value as { fields: readonly PlannedField[] };
  expect(first.fields.length).toBeGreaterThan(30);
  // of 98 blocks
  expect(regions.length).toBeLessThan(35);
  const columns = first.fields.map(({ name }) => columnOf(name));
  expect(Math.min(...columns)).toBeLessThan(8);
  expect(Math.max(...columns)).toBeGreaterThan(32);
});

test('a field that cannot be judged is kept for the end', async () => {
  const damaged = [{ level: 1, column: 0, row: 0 }];
  const source = aPlaneSource({ widthPx: 2048, heightPx: 1024, downsamples: [1, 4], tilePx: 256, damaged });
  const batches = await collect(source, plan(2, 1));
  expect(batches.at(-1)?.names.at(-1)).toBe('x000000 y000000');
});
