import { expect, test } from 'vitest';
import { focusThreshold, measureFocus } from '../../../main/detection/measureFocus.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import { resampleWindow } from '../../../main/pixels/resample.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { renderSyntheticField } from '../../../main/slides/synthetic/renderSyntheticField.ts';

type Drawn = Parameters<typeof renderSyntheticField>[0];

const redCellPx = 30;

function aField(changes: Partial<Drawn> = {}): RgbRaster {
  const drawn = {
    seed: 2,
    widthPx: 600,
    heightPx: 450,
    redCellPx,
    stain: 'lavender',
    crowding: 0.5,
  } as const;
  return renderSyntheticField({ ...drawn, cellMix: { lymphocyte: 4, blast: 3 }, ...changes }).pixels;
}

/** @param sigma of the blur in red cells */
async function blur({ widthPx, heightPx, data }: RgbRaster, sigma: number): Promise<RgbRaster> {
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const;
  const blurred = await sharp(data, { raw })
    .blur(sigma * redCellPx)
    .raw()
    .toBuffer();
  return { widthPx, heightPx, data: blurred };
}

test('the more a field is blurred, the lower its score; at an eighth of a red cell it is out of focus', async () => {
  const scores = [measureFocus(aField(), redCellPx)];
  for (const sigma of [0.05, 0.1, 0.15, 0.2, 0.3])
    scores.push(measureFocus(await blur(aField(), sigma), redCellPx));
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(scores.map((score) => score >= focusThreshold)).toEqual([true, true, true, false, false, false]);
  expect(scores[0]).toBeGreaterThan(0.75);
});

test('what a field shows changes little: few cells or many, pale stain or strong', () => {
  const scores = [
    aField(),
    aField({ crowding: 0.15, cellMix: { lymphocyte: 1 } }),
    aField({ crowding: 0.8, cellMix: { blast: 12 } }),
    aField({ stain: 'blue-violet', seed: 8 }),
  ].map((field) => measureFocus(field, redCellPx));
  expect(Math.max(...scores) - Math.min(...scores)).toBeLessThan(0.1);
});

test('a field at another magnification, and a large one measured on patches, score the same', () => {
  const field = aField({ widthPx: 1300, heightPx: 1300, cellMix: { lymphocyte: 20 } });
  const whole = { xPx: 0, yPx: 0, widthPx: 1300, heightPx: 1300 };
  const smaller = resampleWindow(field, whole, { widthPx: 780, heightPx: 780 });
  const score = measureFocus(field, redCellPx);
  expect(Math.abs(measureFocus(smaller, redCellPx * 0.6) - score)).toBeLessThan(0.1);
  const part = resampleWindow(
    field,
    { ...whole, widthPx: 700, heightPx: 700 },
    { widthPx: 700, heightPx: 700 },
  );
  expect(Math.abs(measureFocus(part, redCellPx) - score)).toBeLessThan(0.03);
});

test('a field without an edge is not in focus, and fields of a pixel or two are measured too', () => {
  const flat = (sidePx: number) => ({
    widthPx: sidePx,
    heightPx: sidePx,
    data: new Uint8Array(sidePx * sidePx * 3).fill(200),
  });
  for (const sidePx of [1, 2, 7, 300]) expect(measureFocus(flat(sidePx), redCellPx)).toBe(0);
});
