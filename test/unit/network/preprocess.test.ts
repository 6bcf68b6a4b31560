import { expect, test } from 'vitest';
import type { Preprocessing } from '../../../main/domain/modelCard.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import { augmentImage, augmentWindow } from '../../../main/network/augment.ts';
import {
  cutWindow,
  frameImages,
  maskScaleBar,
  normaliseImages,
  windowOfCell,
  windowOfField,
} from '../../../main/network/preprocess.ts';

const preprocessing: Preprocessing = {
  inputPx: 32,
  windowRedCells: 16,
  scaleBarCorner: { width: 0.25, height: 0.5 },
  mean: [0.5, 0.5, 0.5],
  standardDeviation: [0.25, 0.25, 0.5],
};

function aFlatField(widthPx: number, heightPx: number, level: number) {
  return { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx * 3).fill(level) };
}

test('a scale bar leaves no trace: fields that differ only in the corner become the same', () => {
  const plain = aFlatField(8, 4, 90);
  const barred = { ...plain, data: plain.data.slice() };
  for (let y = 2; y < 4; y += 1) for (let x = 6; x < 8; x += 1) barred.data.set([0, 0, 0], (y * 8 + x) * 3);
  expect(maskScaleBar(barred, preprocessing)).toEqual(maskScaleBar(plain, preprocessing));
  expect(barred.data[(2 * 8 + 6) * 3]).toBe(0);
});

test('the field itself keeps its corner, whichever decoder made its bytes', () => {
  const field = { widthPx: 8, heightPx: 4, data: Buffer.alloc(8 * 4 * 3, 90) };
  maskScaleBar(field, preprocessing);
  expect(field.data.every((level) => level === 90)).toBe(true);
});

test('the rest of the field is untouched by the mask', () => {
  const masked = maskScaleBar(aFlatField(8, 4, 90), preprocessing);
  const changed = masked.data.filter((level) => level !== 90).length;
  expect(changed).toBe(2 * 2 * 3);
});

test('a cell window is centred on its cell and as many red cells wide as the model was trained at', () => {
  const window = windowOfCell({ xPx: 90, yPx: 40, widthPx: 20, heightPx: 40 }, 10, preprocessing);
  expect(window).toEqual({ xPx: 20, yPx: -20, widthPx: 160, heightPx: 160 });
});

test('a field that is not square is not stretched', () => {
  expect(windowOfField({ widthPx: 640, heightPx: 480 })).toEqual({
    xPx: 0,
    yPx: -80,
    widthPx: 640,
    heightPx: 640,
  });
});

test('levels become numbers of training deviations from the training mean', () => {
  const image = cutWindow(aFlatField(8, 8, 255), windowOfField(aFlatField(8, 8, 0)), preprocessing);
  const normalised = normaliseImages(image.data, preprocessing);
  expect(normalised).toHaveLength(32 * 32 * 3);
  expect([...normalised.slice(0, 6)]).toEqual([2, 2, 1, 2, 2, 1]);
});

test('an image that a network takes as bytes has an edge of the training mean, and rows of whole groups', () => {
  const small = { ...preprocessing, inputPx: 4 };
  const images = Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, i) => i);
  const framed = frameImages(images, 2, small);
  const rowLength = 8 * 3;
  expect(framed).toHaveLength(2 * 6 * rowLength);
  const levels = preprocessing.mean.map((value) => Math.round(255 * value));
  for (const [row, wanted] of [...Array(12).keys()].map((row) => [row, row % 6] as const)) {
    const found = [...framed.subarray(row * rowLength, (row + 1) * rowLength)];
    expect(found.slice(0, 3)).toEqual(levels);
    expect(found.slice(15)).toEqual([...levels, ...levels, ...levels]);
    const from = (Math.floor(row / 6) * 4 + wanted - 1) * 12;
    const isEdge = wanted === 0 || wanted === 5;
    expect(found.slice(3, 15)).toEqual(
      isEdge ? [...levels, ...levels, ...levels, ...levels] : [...images.subarray(from, from + 12)],
    );
  }
});

test('augmentation is reproducible by its seed and keeps the size', () => {
  const field = aFlatField(16, 16, 120);
  const once = augmentImage(field, aFlatField(16, 16, 90), createRandom(5));
  expect(once).toEqual(augmentImage(field, aFlatField(16, 16, 90), createRandom(5)));
  expect(once.data).toHaveLength(16 * 16 * 3);
  expect(augmentWindow(windowOfField(field), createRandom(5))).toEqual(
    augmentWindow(windowOfField(field), createRandom(5)),
  );
});
