import { expect, test } from 'vitest';
import { summariseHeat } from '../../../main/domain/cellExplanation.ts';

const window = { xPx: 100, yPx: 200, widthPx: 80, heightPx: 80 };
const box = { xPx: 120, yPx: 220, widthPx: 40, heightPx: 40 };

/** A grid of four by four that is hot at some places. */
function heatAtPlaces(places: readonly number[]) {
  const values = Array.from({ length: 16 }, (_, at) => (places.includes(at) ? 1 : 0));
  return { columnCount: 4, rowCount: 4, values };
}

test('a map is summed up by where it is hottest and how much of it lies in the cell', () => {
  const inMiddle = summariseHeat({ heat: heatAtPlaces([5, 6, 9, 10]), window, box });
  expect(inMiddle).toMatchObject({ row: 'middle', column: 'centre', areaOfCell: 0.25 });
  // bilinear between the grid's points: a little of the middle's heat reaches over the box's edge
  expect(inMiddle?.shareInCell).toBeGreaterThan(0.7);
  const inCorner = summariseHeat({ heat: heatAtPlaces([3]), window, box });
  expect(inCorner).toMatchObject({ row: 'upper', column: 'right' });
  expect(inCorner?.shareInCell).toBeLessThan(0.15);
});

test('heat everywhere lies in the cell as far as its box takes of the picture', () => {
  const everywhere = summariseHeat({ heat: heatAtPlaces([...Array(16).keys()]), window, box });
  expect(everywhere?.shareInCell).toBeCloseTo(0.25, 6);
});

test('a map of nothing has no hottest place', () => {
  expect(summariseHeat({ heat: heatAtPlaces([]), window, box })).toBeUndefined();
});
