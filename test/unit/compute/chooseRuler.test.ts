import { expect, test } from 'vitest';
import { chooseRuler, type ScaleSources } from '../../../main/compute/chooseRuler.ts';
import { readPixelSize } from '../../../main/domain/pixelSize.ts';
import { codeOf } from '../../helpers/openTempDatabase.ts';

function sources(part: Partial<ScaleSources>): ScaleSources {
  const nothing = { filePixelSize: undefined, pixelSizeUm: undefined, redCellDiameterPx: undefined };
  return { slideName: 'smear.svs', ...nothing, measuredPx: [], ...part };
}

const fromFile = readPixelSize(0.25, 0.25, 'file');

test('the file says how large a pixel is, and the ruler follows', () => {
  const ruler = chooseRuler(sources({ filePixelSize: fromFile, measuredPx: [29, 30, 31] }));
  expect(ruler).toEqual({ pixelSize: fromFile, redCellDiameterPx: expect.closeTo(28.8, 6), warnings: [] });
});

test('a file that says nothing is scanned by hand-given pixels, or red cells, else by those measured', () => {
  expect(chooseRuler(sources({ pixelSizeUm: 0.2, measuredPx: [36] }))).toMatchObject({
    pixelSize: { xUm: 0.2, origin: 'manual' },
    redCellDiameterPx: expect.closeTo(36, 6),
  });
  expect(chooseRuler(sources({ redCellDiameterPx: 72, measuredPx: [70] }))).toMatchObject({
    pixelSize: { xUm: expect.closeTo(0.1, 6), origin: 'manual', interval: undefined },
    redCellDiameterPx: 72,
  });
  expect(chooseRuler(sources({ measuredPx: [70, 72, 90] }))).toMatchObject({
    pixelSize: {
      xUm: expect.closeTo(0.1, 6),
      origin: 'estimated',
      interval: { lowUm: 6.2 / 90, highUm: 8.2 / 70 },
    },
    redCellDiameterPx: 72,
  });
});

test('without anything to go by there is no ruler, never a guess', () => {
  expect(codeOf(() => chooseRuler(sources({})))).toBe('scale-unknown');
});

test('a pixel size by hand is not taken where the file has its own, and that is told', () => {
  const ruler = chooseRuler(sources({ filePixelSize: fromFile, pixelSizeUm: 0.5 }));
  expect(ruler.pixelSize).toEqual(fromFile);
  expect(ruler.warnings).toEqual([expect.stringMatching(/says itself .* 0\.25 µm .* 0\.5 µm given by hand/)]);
  expect(chooseRuler(sources({ filePixelSize: fromFile, pixelSizeUm: 0.2505 })).warnings).toEqual([]);
});

test('the pixel size of the lab settings is for slides that say none, and no warning on the others', () => {
  const all = { pixelSizeUm: 0.5, isPixelSizeForAll: true } as const;
  expect(chooseRuler(sources({ filePixelSize: fromFile, ...all })).warnings).toEqual([]);
  expect(chooseRuler(sources(all)).pixelSize).toMatchObject({ xUm: 0.5, origin: 'manual' });
});

test('a person who says how wide a red cell is sets the ruler, also against a wrong file', () => {
  const ruler = chooseRuler(sources({ filePixelSize: fromFile, redCellDiameterPx: 72, measuredPx: [71] }));
  expect(ruler).toMatchObject({ pixelSize: fromFile, redCellDiameterPx: 72 });
  expect(ruler.warnings).toEqual([expect.stringContaining('in the file is 0.25 µm')]);
});

test.each([
  [28.8, 38.5, 0],
  [28.8, 39.5, 1],
  [28.8, 21.5, 0],
  [28.8, 21, 1],
])('stated %d px and measured %d px give %d warnings: a third apart is told', (_, measuredPx, count) => {
  expect(chooseRuler(sources({ filePixelSize: fromFile, measuredPx: [measuredPx] })).warnings).toHaveLength(
    count,
  );
});

test('a hand-given red cell that fits no microscope leaves the pixel size unknown', () => {
  expect(chooseRuler(sources({ redCellDiameterPx: 9000 }))).toMatchObject({
    pixelSize: undefined,
    redCellDiameterPx: 9000,
  });
});
