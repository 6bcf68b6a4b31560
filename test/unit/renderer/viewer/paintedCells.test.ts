import { describe, expect, test } from 'vitest';
import { defaultLabSettings } from '../../../../main/domain/labSettings.ts';
import { createCellIndex } from '../../../../renderer/components/viewer/cellIndex.ts';
import { coversView, placeOf, showCells } from '../../../../renderer/components/viewer/paintedCells.ts';
import type { SlideTransform } from '../../../../renderer/components/viewer/slideTransform.ts';
import { aCellTable } from '../../../helpers/aCellTable.ts';

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

describe('the painted cells', () => {
  const table = aCellTable([{}]);
  const scene = {
    ...{ table, index: createCellIndex(table), shown: Uint8Array.of(1), classes: defaultLabSettings.classes },
  };
  const view = { width: 1000, height: 800 };
  /** Counts how often it is painted. */
  const aCanvas = () => {
    const counted = { width: 0, height: 0, paintedCount: 0 };
    const getContext = () => {
      counted.paintedCount += 1;
      return null;
    };
    return { counted, canvas: Object.assign(counted, { getContext }) as unknown as HTMLCanvasElement };
  };
  const show = (canvas: HTMLCanvasElement, now: SlideTransform, given: Partial<Given> = {}) =>
    showCells(canvas, now, { scene, painted: undefined, ...view, isMoving: false, ...given });
  type Given = Parameters<typeof showCells>[2];

  test('lie a margin beyond the view, and are not painted again when it only moves', () => {
    const { counted, canvas } = aCanvas();
    const first = show(canvas, upright);
    expect([counted.width, counted.height]).toEqual([1600, 1280]);
    expect(first.place).toEqual({ x: -300, y: -240, ratio: 1 });
    const second = show(canvas, { ...upright, e: 280, f: 230 }, { painted: first.painted });
    expect(second).toEqual({ painted: first.painted, place: { x: -320, y: -210, ratio: 1 } });
    expect(counted.paintedCount).toBe(1);
  });

  test('are stretched while the view comes closer, and painted sharp when it stands', () => {
    const { counted, canvas } = aCanvas();
    const { painted } = show(canvas, upright);
    const closer = { a: 0.6, b: 0, c: 0, d: 0.6, e: 280, f: 190, scale: 0.6 };
    expect(show(canvas, closer, { painted, isMoving: true }).place.ratio).toBeCloseTo(1.2);
    expect(counted.paintedCount).toBe(1);
    expect(show(canvas, closer, { painted }).place.ratio).toBe(1);
    expect(counted.paintedCount).toBe(2);
  });

  test.each([
    ['the view has left them', { ...upright, e: 1200 }, {}],
    ['the filter shows others', upright, { scene: { ...scene, shown: Uint8Array.of(0) } }],
    ['the window is larger', upright, { width: 1900 }],
  ])('are painted anew when %s', (_what, now, change) => {
    const { counted, canvas } = aCanvas();
    const { painted } = show(canvas, upright);
    show(canvas, now, { painted, isMoving: true, ...change });
    expect(counted.paintedCount).toBe(2);
  });
});
