import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  mirrored,
  toScreen,
  toSlide,
  transformOfPoints,
  visibleRectangle,
} from '../../../../renderer/components/viewer/slideTransform.ts';

const view = fc
  .record({
    scale: fc.double({ min: 0.01, max: 4, noNaN: true }),
    turn: fc.constantFrom(0, 90, 180, 270),
    x: fc.double({ min: -2000, max: 2000, noNaN: true }),
    y: fc.double({ min: -2000, max: 2000, noNaN: true }),
    isMirrored: fc.boolean(),
  })
  .map(({ scale, turn, x, y, isMirrored }) => {
    const [c, s] = [Math.cos((turn * Math.PI) / 180) * scale, Math.sin((turn * Math.PI) / 180) * scale];
    const unit = 1000;
    const transform = transformOfPoints(
      { x, y },
      { x: x + c * unit, y: y + s * unit },
      { x: x - s * unit, y: y + c * unit },
      unit,
    );
    return isMirrored ? mirrored(transform, 800) : transform;
  });
const point = fc.record({
  x: fc.double({ min: 0, max: 5000, noNaN: true }),
  y: fc.double({ min: 0, max: 5000, noNaN: true }),
});

test('a place on the slide is found again from its place on the screen, turned and mirrored too', () => {
  fc.assert(
    fc.property(view, point, (transform, at) => {
      const back = toSlide(transform, toScreen(transform, at));
      expect(back.x).toBeCloseTo(at.x, 4);
      expect(back.y).toBeCloseTo(at.y, 4);
    }),
  );
});

test('a mirrored slide shows left what was right, as far from the middle of the screen', () => {
  fc.assert(
    fc.property(view, point, (transform, at) => {
      const [plain, seen] = [toScreen(transform, at), toScreen(mirrored(transform, 800), at)];
      expect(seen.x).toBeCloseTo(800 - plain.x, 6);
      expect(seen.y).toBeCloseTo(plain.y, 6);
    }),
  );
});

test('all that the screen shows lies in the visible rectangle', () => {
  fc.assert(
    fc.property(
      view,
      fc.double({ min: 0, max: 800, noNaN: true }),
      fc.double({ min: 0, max: 600, noNaN: true }),
      (transform, x, y) => {
        const { left, top, right, lower } = visibleRectangle(transform, 800, 600);
        const at = toSlide(transform, { x, y });
        // a thousandth of a slide pixel: rounding of the inverse
        expect(at.x).toBeGreaterThanOrEqual(left - 1e-3);
        expect(at.x).toBeLessThanOrEqual(right + 1e-3);
        expect(at.y).toBeGreaterThanOrEqual(top - 1e-3);
        expect(at.y).toBeLessThanOrEqual(lower + 1e-3);
      },
    ),
  );
});
