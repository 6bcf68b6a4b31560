import { expect, test } from 'vitest';
import type { LabelledField } from '../../../main/network/detectorField.ts';
import { listCutouts } from '../../../main/network/detectorPaste.ts';
import { createRandomSource } from '../../../main/network/detectorRandom.ts';
import { composeDetectorSample } from '../../../main/network/detectorSample.ts';

/** A field of 140 by 120 px with red cells of 30 px and one white cell. */
function aField(level: number): LabelledField {
  const data = new Uint8Array(140 * 120 * 3).fill(level);
  return {
    raster: { widthPx: 140, heightPx: 120, data },
    whiteCells: [{ xPx: 50, yPx: 40, widthPx: 50, heightPx: 46 }],
    redCells: [{ xPx: 5, yPx: 5, widthPx: 30, heightPx: 30 }],
    unknown: [{ xPx: 110, yPx: 90, widthPx: 30, heightPx: 30 }],
    redCellDiameterPx: 30,
  };
}

const fields = [aField(60), aField(200)];
const closeUps = [{ ...aField(120), whiteCells: [], redCells: [], unknown: [] }];
const source = { groups: [fields], cutouts: listCutouts(fields), closeUps };

test('a sample depends on its seed alone, so that a resumed training sees the same ones', () => {
  const compose = (seed: number) => composeDetectorSample(source, 96, createRandomSource(seed));
  expect(compose(5)).toEqual(compose(5));
  expect(compose(5).pixels).not.toEqual(compose(6).pixels);
});

test('pixels stay within -1 and 1 and boxes inside the sample, whatever the augmentation', () => {
  const random = createRandomSource(1);
  let whiteCount = 0;
  for (let i = 0; i < 60; i += 1) {
    const sample = composeDetectorSample(source, 96, random);
    expect(sample.pixels).toHaveLength(96 * 96 * 3);
    expect(sample.pixels.every((value) => value >= -1 && value <= 1)).toBe(true);
    for (const box of [...sample.whiteCells, ...sample.redCells, ...sample.unknown]) {
      expect(Math.min(box.xPx, box.yPx)).toBeGreaterThanOrEqual(0);
      expect(Math.max(box.xPx + box.widthPx, box.yPx + box.heightPx)).toBeLessThanOrEqual(96.001);
    }
    whiteCount += sample.whiteCells.length;
  }
  expect(whiteCount).toBeGreaterThan(60);
});

test('only cells that show whole are cut out', () => {
  const cut = { ...aField(60), whiteCells: [{ xPx: 0, yPx: 40, widthPx: 30, heightPx: 46 }] };
  expect(listCutouts([cut, aField(90)])).toHaveLength(1);
});
