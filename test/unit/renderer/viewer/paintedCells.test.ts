import { expect, test } from 'vitest';
import { coversView, placeOf } from '../../../../renderer/components/viewer/paintedCells.ts';
import type { SlideTransform } from '../../../../renderer/components/viewer/slideTransform.ts';

const upright: SlideTransform = { a: 0.5, b: 0, c: 0, d: 0.5, e: 300, f: 200, scale: 0.5 };
const picture = { width: 1600, height: 1200 };

test('a view that has moved shows the picture of its cells moved as far', () => {
  expect(placeOf(upright, { ...upright, e: 250, f: 220 })).toEqual({ x: -50, y: 20, ratio: 1 });
});

test('a closer view shows it larger, about the same point of the slide', () => {
  const closer = { a: 0.6, b: 0, c: 0, d: 0.6, e: 280, f: 190, scale: 0.6 };
  const place = placeOf(upright, closer);
  if (place === undefined) throw new Error('The picture is not used');
  const onSlide = 1000;
  const onPicture = upright.a * onSlide + upright.e;
  expect(place.x + place.ratio * onPicture).toBeCloseTo(closer.a * onSlide + closer.e, 9);
});

test.each([
  ['turned', { ...upright, a: 0, b: 0.5, c: -0.5, d: 0 }],
  ['turned upside down', { ...upright, a: -0.5, d: -0.5 }],
  ['mirrored', { ...upright, d: -0.5 }],
  ['far closer', { ...upright, a: 1, d: 1, scale: 1 }],
  ['far away', { ...upright, a: 0.2, d: 0.2, scale: 0.2 }],
])('a view that was %s is painted anew', (_what, now) => {
  expect(placeOf(upright, now)).toBeUndefined();
});

test('a picture is used as long as nothing of the view lies beyond it', () => {
  expect(coversView(picture, { x: -300, y: -200, ratio: 1 }, 1000, 800)).toBe(true);
  expect(coversView(picture, { x: -601, y: -200, ratio: 1 }, 1000, 800)).toBe(false);
  expect(coversView(picture, { x: 1, y: -200, ratio: 1 }, 1000, 800)).toBe(false);
  expect(coversView(picture, { x: -100, y: -100, ratio: 0.7 }, 1000, 800)).toBe(false);
});
