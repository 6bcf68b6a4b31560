import { expect, test } from 'vitest';
import { heatColour } from '../../../../main/domain/heatMap.ts';
import { heatOverlay } from '../../../../renderer/components/explain/heatOverlay.ts';

const heat = { columnCount: 2, rowCount: 1, values: [0, 1] };

test('the hottest part is the least transparent, in the colour of the legend', () => {
  const pixels = heatOverlay(heat, 8, 0.5);
  expect([...pixels.subarray(0, 3)]).toEqual(heatColour(0));
  expect([...pixels.subarray(28, 31)]).toEqual(heatColour(1));
  // rounded to a whole number of 255
  expect(pixels[3]).toBeCloseTo(255 * 0.5 * 0.3, -0.5);
  expect(pixels[31]).toBeCloseTo(255 * 0.5, -0.5);
});

test('without opacity the picture is as it was', () => {
  const pixels = heatOverlay(heat, 4, 0);
  expect(pixels.filter((_, at) => at % 4 === 3)).toEqual(new Uint8ClampedArray(16));
});
