import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutContactGrid } from '../../../main/domain/contactGrid.ts';
import {
  boxInField,
  createFieldFinder,
  findFieldOfBox,
  placeFields,
} from '../../../main/domain/placeFields.ts';
import { aField } from '../../helpers/labRecords.ts';

test('fields lie where the scan found them', () => {
  const fields = [aField(), aField({ fieldIndex: 4, name: 'b', xPx: 2100.5, yPx: -3 })];
  expect(placeFields(fields)).toMatchObject([
    { fieldIndex: 0, xPx: 0, yPx: 0, widthPx: 2000, heightPx: 1500 },
    { fieldIndex: 4, name: 'b', xPx: 2100.5, yPx: -3 },
  ]);
  expect(placeFields([])).toEqual([]);
});

test('camera images of an old scan lie where the viewer shows them', () => {
  const fields = [0, 1, 2].map((fieldIndex) => aField({ fieldIndex, xPx: undefined, yPx: undefined }));
  expect(placeFields(fields)).toMatchObject(layOutContactGrid(fields).places);
});

test('a box belongs to the field in which its centre lies deepest, and to none beside them all', () => {
  const [left, right] = [aField(), aField({ fieldIndex: 1, xPx: 1900 })].map((field) => ({
    ...field,
    xPx: field.xPx ?? 0,
    yPx: 0,
  }));
  if (left === undefined || right === undefined) throw new Error('no fields');
  const at = (xPx: number) => findFieldOfBox([left, right], { xPx, yPx: 700, widthPx: 40, heightPx: 40 });
  expect([at(-10), at(1910), at(1960), at(3875)]).toEqual([left, left, right, right]);
  expect([at(-30), at(3885)]).toEqual([undefined, undefined]);
  expect(boxInField(right, { xPx: 1960, yPx: 700, widthPx: 40, heightPx: 40 })).toMatchObject({ xPx: 60 });
});

test('looking only at fields nearby finds the same field', () => {
  const edge = fc.integer({ min: 1, max: 400 });
  const corner = fc.integer({ min: -1000, max: 1000 });
  const box = fc.record({ xPx: corner, yPx: corner, widthPx: edge, heightPx: edge });
  fc.assert(
    fc.property(
      fc.array(box, { maxLength: 30 }),
      fc.array(box, { minLength: 1, maxLength: 30 }),
      (fields, boxes) => {
        const find = createFieldFinder(fields);
        for (const one of boxes) expect(find(one)).toBe(findFieldOfBox(fields, one));
      },
    ),
  );
});
