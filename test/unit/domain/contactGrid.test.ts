import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldIndexAt, fieldIndexesIn, layOutContactGrid } from '../../../main/domain/contactGrid.ts';

const edge = fc.integer({ min: 1, max: 6000 });
const sizes = fc.array(fc.record({ widthPx: edge, heightPx: edge }), { minLength: 1, maxLength: 60 });

test('fields keep their size, lie inside the slide and at least 8 px apart', () => {
  fc.assert(
    fc.property(sizes, (fields) => {
      const { places, widthPx, heightPx } = layOutContactGrid(fields);
      expect(places.map((place) => ({ widthPx: place.widthPx, heightPx: place.heightPx }))).toEqual(fields);
      for (const [index, a] of places.entries()) {
        expect(a.xPx >= 0 && a.yPx >= 0).toBe(true);
        expect(a.xPx + a.widthPx <= widthPx && a.yPx + a.heightPx <= heightPx).toBe(true);
        const around = { xPx: a.xPx - 7, yPx: a.yPx - 7, widthPx: a.widthPx + 14, heightPx: a.heightPx + 14 };
        expect(fieldIndexesIn(places, around)).toEqual([index]);
      }
    }),
  );
});

test('fields follow each other row by row, in their order', () => {
  fc.assert(
    fc.property(sizes, (fields) => {
      const { places } = layOutContactGrid(fields);
      for (const [index, place] of places.entries()) {
        const before = places[index - 1];
        if (before === undefined) expect([place.xPx, place.yPx]).toEqual([0, 0]);
        else if (place.yPx === before.yPx) expect(place.xPx).toBeGreaterThan(before.xPx);
        else expect([place.xPx, place.yPx > before.yPx]).toEqual([0, true]);
      }
    }),
  );
});

test('the same fields are laid out the same', () => {
  fc.assert(
    fc.property(sizes, (fields) => {
      expect(layOutContactGrid(fields)).toEqual(layOutContactGrid(fields));
    }),
  );
});

test('many fields of one size make about the shape of a screen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 12, max: 2000 }),
      fc.record({
        widthPx: fc.integer({ min: 300, max: 4000 }),
        heightPx: fc.integer({ min: 300, max: 4000 }),
      }),
      (count, size) => {
        const aspectOfField = size.widthPx / size.heightPx;
        fc.pre(aspectOfField > 0.5 && aspectOfField < 2);
        const { widthPx, heightPx } = layOutContactGrid(Array.from({ length: count }, () => size));
        // a dozen fields cannot be laid out closer than this
        expect(widthPx / heightPx).toBeGreaterThan(4 / 3 / 1.6);
        expect(widthPx / heightPx).toBeLessThan((4 / 3) * 1.6);
      },
    ),
  );
});

test('gaps are a fiftieth of a field', () => {
  const { places } = layOutContactGrid(Array.from({ length: 4 }, () => ({ widthPx: 2000, heightPx: 1500 })));
  expect(places.map(({ xPx, yPx }) => [xPx, yPx])).toEqual([
    [0, 0],
    [2040, 0],
    [0, 1540],
    [2040, 1540],
  ]);
});

test('a point lies in the field that shows it, or in a gap', () => {
  fc.assert(
    fc.property(sizes, fc.nat(59), fc.double({ min: 0, max: 0.999, noNaN: true }), (fields, pick, part) => {
      const { places } = layOutContactGrid(fields);
      const index = pick % places.length;
      const place = places[index];
      if (place === undefined) throw new Error('There is no such place');
      const x = place.xPx + part * place.widthPx;
      const y = place.yPx + part * place.heightPx;
      expect(fieldIndexAt(places, x, y)).toBe(index);
      expect(fieldIndexAt(places, place.xPx - 1, place.yPx)).toBeUndefined();
      expect(fieldIndexAt(places, x, place.yPx + place.heightPx)).toBeUndefined();
    }),
  );
});

test('no fields cannot be laid out', () => {
  expect(() => layOutContactGrid([])).toThrow(RangeError);
});
