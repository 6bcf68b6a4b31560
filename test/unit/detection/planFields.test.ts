import { expect, test } from 'vitest';
import type { SmearArea } from '../../../main/detection/findSmearArea.ts';
import { countGridFields, planFields } from '../../../main/detection/planFields.ts';

/** An overview of 100 by 80 px with smear where the test wants it. */
function anArea(isSmear: (x: number, y: number) => boolean): SmearArea {
  const [widthPx, heightPx] = [100, 80];
  const mask = Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
    isSmear(at % widthPx, Math.floor(at / widthPx)) ? 1 : 0,
  );
  return { widthPx, heightPx, isSmear: mask, white: [240, 240, 240] };
}

const slide = { widthPx: 10_000, heightPx: 8000 };

test('cores cover a slide that is all smear without gap or overlap, to its last pixel', () => {
  const fields = planFields(
    slide,
    14.4,
    anArea(() => true),
  );
  const covered = fields.reduce((sum, { core }) => sum + core.widthPx * core.heightPx, 0);
  expect(covered).toBe(slide.widthPx * slide.heightPx);
  expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  expect(fields).toHaveLength(countGridFields(slide, 14.4));
  for (const { core, window } of fields) {
    expect(window.xPx).toBe(Math.max(0, core.xPx - 44)); // 3 red cells of 14.4 px
    expect(window.yPx + window.heightPx).toBe(Math.min(8000, core.yPx + core.heightPx + 44));
  }
});

test('a window at the scale of the cell finder is one pass of its network', () => {
  for (const redCellPx of [5, 14.4, 28.8, 72, 140]) {
    const large = { widthPx: 100_000, heightPx: 100_000 };
    const edges = planFields(
      large,
      redCellPx,
      anArea((x, y) => x === 50 && y === 40),
    ).map(({ window }) => window);
    // 20 px a red cell; above 1.5 megapixels the network would need tiles
    for (const { widthPx } of edges) expect(((widthPx * 20) / redCellPx) ** 2).toBeLessThan(1.5e6);
  }
});

test('only fields that touch the smear are planned, and all of those', () => {
  const fields = planFields(
    slide,
    14.4,
    anArea((x, y) => x >= 20 && x < 30 && y >= 40 && y < 50),
  );
  const touches = ({
    core,
  }: {
    readonly core: { xPx: number; yPx: number; widthPx: number; heightPx: number };
  }) =>
    core.xPx < 3000 && core.xPx + core.widthPx > 2000 && core.yPx < 5000 && core.yPx + core.heightPx > 4000;
  expect(fields.length).toBeGreaterThan(3);
  expect(fields.every(touches)).toBe(true);
  const all = planFields(
    slide,
    14.4,
    anArea(() => true),
  );
  expect(fields).toEqual(all.filter(touches));
});

test('a field is named after the corner of its core', () => {
  const [, second] = planFields(
    { widthPx: 30_000, heightPx: 500 },
    14.4,
    anArea(() => true),
  );
  expect(second).toMatchObject({ name: 'x000736 y000000', core: { xPx: 736, yPx: 0 } });
});

test('a slide without smear has no field', () => {
  expect(
    planFields(
      slide,
      14.4,
      anArea(() => false),
    ),
  ).toEqual([]);
});
