import { expect, test } from 'vitest';
import { judgeMonolayer, type MonolayerJudgement } from '../../../main/detection/judgeMonolayer.ts';
import type { PlannedField } from '../../../main/detection/planFields.ts';
import { isEmptyField, rankFields } from '../../../main/detection/rankFields.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import { averageBlocks } from '../../../main/pixels/averageBlocks.ts';
import { renderSyntheticField } from '../../../main/slides/synthetic/renderSyntheticField.ts';

const white = [240, 240, 240] as const;
const redCellPx = 6;

/** Red cells drawn as discs on glass at mid power. */
function paintCells(centres: readonly (readonly [x: number, y: number])[], sidePx = 240): RgbRaster {
  const data = new Uint8Array(sidePx * sidePx * 3).fill(240);
  for (const [cx, cy] of centres)
    for (let y = Math.ceil(cy - 3); y <= cy + 3; y += 1)
      for (let x = Math.ceil(cx - 3); x <= cx + 3; x += 1)
        if (Math.hypot(x - cx, y - cy) <= 3 && x >= 0 && y >= 0 && x < sidePx && y < sidePx)
          data.set([205, 150, 150], (y * sidePx + x) * 3);
  return { widthPx: sidePx, heightPx: sidePx, data };
}

function onGrid(stepPx: number, keeps: (x: number, y: number) => boolean = () => true) {
  const random = createRandom(3);
  const centres: [number, number][] = [];
  for (let y = stepPx / 2; y < 240; y += stepPx)
    for (let x = stepPx / 2; x < 240; x += stepPx)
      if (keeps(x, y)) centres.push([x + random() * 2 - 1, y + random() * 2 - 1]);
  return centres;
}

const judge = (view: RgbRaster) => judgeMonolayer(view, { redCellPx, white });

test('single red cells with gaps are preferred to thin, uneven, clumped and thick ones', () => {
  const monolayer = judge(paintCells(onGrid(8)));
  const thin = judge(paintCells(onGrid(30)));
  const uneven = judge(paintCells(onGrid(6, (x) => x < 120)));
  const clumped = judge(paintCells(onGrid(4, (x, y) => Math.floor(x / 24) % 2 === Math.floor(y / 24) % 2)));
  const thick = judge(paintCells(onGrid(3)));
  expect(monolayer.score).toBeGreaterThan(0.9);
  for (const [name, other] of Object.entries({ thin, uneven, clumped, thick }))
    expect(other.score, name).toBeLessThan(monolayer.score - 0.3);
  expect(thick).toMatchObject({ score: 0 });
});

test('glass is empty, dust on it too, and one group of cells is not', () => {
  const judged = (view: RgbRaster) => isEmptyField({ field: aField(0), judgement: judge(view) });
  expect(judged(paintCells([]))).toBe(true);
  expect(judged(paintCells([[50, 50]]))).toBe(true);
  expect(judged(paintCells(onGrid(6, (x, y) => x < 40 && y < 40)))).toBe(false);
});

test('drawn smears that are as full as morphologists like them score high, and white cells change nothing', () => {
  const view = (cellMix: Parameters<typeof renderSyntheticField>[0]['cellMix']) =>
    averageBlocks(
      renderSyntheticField({
        ...{ seed: 4, widthPx: 960, heightPx: 960, redCellPx: 24, stain: 'lavender', crowding: 0.5, cellMix },
      }).pixels,
      4,
    );
  const few = judgeMonolayer(view({ lymphocyte: 2 }), { redCellPx, white });
  const many = judgeMonolayer(view({ blast: 25 }), { redCellPx, white });
  expect(few.score).toBeGreaterThan(0.8);
  // they take the place of red cells and are larger: a tenth of the score at most
  expect(Math.abs(many.score - few.score)).toBeLessThan(0.1);
});

function aField(index: number): PlannedField {
  const core = { xPx: index * 100, yPx: 0, widthPx: 100, heightPx: 100 };
  return { name: `x${index}`, core, window: core };
}

function aJudgement(score: number): MonolayerJudgement {
  return { coverage: 0.4, unevenness: 0.05, clumping: 0.1, score };
}

test('the best field comes first, and one that could not be judged last', () => {
  const judged = [0.2, undefined, 0.9, 0].map((score, index) => ({
    field: aField(index),
    judgement: score === undefined ? undefined : aJudgement(score),
  }));
  expect(rankFields(judged).map(({ name }) => name)).toEqual(['x2', 'x0', 'x3', 'x1']);
  expect(judged.map(isEmptyField)).toEqual([false, false, false, false]);
});

test('of fields that look alike the first few come from all over the smear, the same each time', () => {
  const judged = Array.from({ length: 100 }, (_, index) => ({
    field: aField(index),
    judgement: aJudgement(0.9),
  }));
  const order = rankFields(judged);
  const firstTen = order.slice(0, 10).map(({ core }) => core.xPx / 100);
  const sorted = [...firstTen, 100].toSorted((a, b) => a - b);
  // the slide is a hundred fields long: evenly spread they would lie ten apart
  for (const [i, place] of sorted.entries()) expect(place - (sorted[i - 1] ?? 0)).toBeLessThan(15);
  expect(rankFields(judged)).toEqual(order);
});
