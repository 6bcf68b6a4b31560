import { expect, test } from 'vitest';
import { mirrorTiles } from '../../../../renderer/components/explain/mirrorTiles.ts';

const whole = { xPx: 0, yPx: 0, widthPx: 1, heightPx: 1 };

test('a window within its field is shown as it is', () => {
  expect(mirrorTiles({ xPx: -3, yPx: -2, widthPx: 9, heightPx: 9 })).toEqual([
    { part: whole, mirrorX: undefined, mirrorY: undefined },
  ]);
});

test('beyond an edge of the field its mirror image is shown, at a corner in both directions', () => {
  const tiles = mirrorTiles({ xPx: 0.25, yPx: -1, widthPx: 5, heightPx: 1.75 });
  expect(tiles).toEqual([
    { part: { xPx: 0, yPx: 0, widthPx: 0.25, heightPx: 0.75 }, mirrorX: 0.25, mirrorY: undefined },
    { part: { xPx: 0.25, yPx: 0, widthPx: 0.75, heightPx: 0.75 }, mirrorX: undefined, mirrorY: undefined },
    { part: { xPx: 0, yPx: 0.75, widthPx: 0.25, heightPx: 0.25 }, mirrorX: 0.25, mirrorY: 0.75 },
    { part: { xPx: 0.25, yPx: 0.75, widthPx: 0.75, heightPx: 0.25 }, mirrorX: undefined, mirrorY: 0.75 },
  ]);
});
