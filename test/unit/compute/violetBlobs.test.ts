import { expect, test } from 'vitest';
import { listVioletBlobs } from '../../../main/compute/violetBlobs.ts';
import { chooseVioletThreshold, ellipseMean, measureViolet } from '../../../main/compute/violetShare.ts';

/** A pale field with violet discs of 12 px radius at the given centres. */
function aField(centres: readonly (readonly [number, number])[]) {
  const [widthPx, heightPx] = [120, 80];
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < widthPx * heightPx; at += 1) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    const inside = centres.some(([cx, cy]) => (x - cx) ** 2 + (y - cy) ** 2 < 144);
    data.set(inside ? [130, 60, 180] : [230, 235, 225], at * 3);
  }
  return { widthPx, heightPx, data };
}

test('a round violet patch is told from two cells that touch', () => {
  const field = aField([
    [25, 40],
    [70, 40],
    [92, 40],
  ]);
  const violet = measureViolet(field);
  const threshold = chooseVioletThreshold(violet) ?? Number.NaN;
  const [one, pair] = listVioletBlobs(violet, field, threshold);
  expect(one?.roundness).toBeGreaterThan(0.95);
  expect(pair?.areaPx).toBeGreaterThan(1.8 * (one?.areaPx ?? 0));
  expect(one?.box.widthPx).toBeLessThanOrEqual(25);
  const stain = violet.map((level) => (level > threshold ? 1 : 0));
  expect(ellipseMean(stain, field, { xPx: 13, yPx: 28, widthPx: 24, heightPx: 24 })).toBeGreaterThan(0.95);
});

test('a field without stained cells has no violet threshold', () => {
  expect(chooseVioletThreshold(measureViolet(aField([])))).toBeUndefined();
});
