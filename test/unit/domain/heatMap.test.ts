import { expect, test } from 'vitest';
import { heatAt, heatColour, paintHeat } from '../../../main/domain/heatMap.ts';

const heat = { columnCount: 2, rowCount: 2, values: [0, 1, 0, 0] };

test('the grid is read at the middles of its cells and goes over evenly between them', () => {
  expect(heatAt(heat, 0.25, 0.25)).toBe(0);
  expect(heatAt(heat, 0.75, 0.25)).toBe(1);
  expect(heatAt(heat, 0.5, 0.25)).toBeCloseTo(0.5);
  expect(heatAt(heat, 0.5, 0.5)).toBeCloseTo(0.25);
  // towards the edge it stays what the last cell is
  expect(heatAt(heat, 1, 0)).toBe(1);
});

test('hotter is lighter, so that it can be read without colours', () => {
  const lightness = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => {
    const [red, green, blue] = heatColour(value);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  expect(lightness).toEqual(lightness.toSorted((a, b) => a - b));
  expect(heatColour(-1)).toEqual(heatColour(0));
  expect(heatColour(2)).toEqual(heatColour(1));
});

test('the picture under the heat stays as it was', () => {
  const picture = { widthPx: 2, heightPx: 2, data: new Uint8Array(12).fill(200) };
  const painted = paintHeat(picture, heat);
  expect(picture.data.every((level) => level === 200)).toBe(true);
  expect(painted.data[3]).toBeGreaterThan(painted.data[0] ?? 0);
});
