import { expect, test } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { readShrunk } from '../../../main/slides/readShrunk.ts';
import { readWholeParts } from '../../../main/slides/readWholeParts.ts';
import { aPlaneSource, planeColour } from './aPlaneSource.ts';

const plane = { widthPx: 1000, heightPx: 700 };
const region = { level: 0, xPx: 100, yPx: 0, widthPx: 500, heightPx: 300 };

function pixelAt({ widthPx, data }: { widthPx: number; data: Uint8Array }, x: number, y: number) {
  return [...data.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)];
}

test('a whole region is read in one piece', async () => {
  const source = aPlaneSource(plane);
  const { pixels, damaged } = await readWholeParts(source, region);
  expect(damaged).toEqual([]);
  expect(source.regions).toEqual([region]);
  expect(pixelAt(pixels, 300, 200)).toEqual([...planeColour(400, 200)]);
});

test('of a region with a damaged tile only that tile is lost, and named', async () => {
  const source = aPlaneSource({ ...plane, damaged: [{ level: 0, column: 1, row: 0 }] });
  const { pixels, damaged } = await readWholeParts(source, region);
  expect(damaged).toEqual([{ level: 0, xPx: 256, yPx: 0, widthPx: 256, heightPx: 256 }]);
  expect(pixelAt(pixels, 155, 0)).toEqual([...planeColour(255, 0)]);
  expect(pixelAt(pixels, 156, 255)).toEqual([255, 255, 255]);
  expect(pixelAt(pixels, 156, 256)).toEqual([...planeColour(256, 256)]);
  expect(pixelAt(pixels, 412, 0)).toEqual([...planeColour(512, 0)]);
});

test('a damaged region that reaches beyond the slide is white there and names only what is on the slide', async () => {
  const source = aPlaneSource({ ...plane, damaged: [{ level: 0, column: 3, row: 2 }] });
  const beyond = { level: 0, xPx: 900, yPx: 400, widthPx: 200, heightPx: 400 };
  const { pixels, damaged } = await readWholeParts(source, beyond);
  expect(damaged).toEqual([{ level: 0, xPx: 900, yPx: 512, widthPx: 100, heightPx: 188 }]);
  expect(pixelAt(pixels, 99, 111)).toEqual([...planeColour(999, 511)]);
  expect(pixelAt(pixels, 100, 0)).toEqual([255, 255, 255]);
});

test('tiny stored tiles are lost by the square, not read one by one', async () => {
  const source = aPlaneSource({ ...plane, tilePx: 16, damaged: [{ level: 0, column: 0, row: 0 }] });
  const { damaged } = await readWholeParts(source, { level: 0, xPx: 0, yPx: 0, widthPx: 256, heightPx: 256 });
  expect(damaged).toEqual([{ level: 0, xPx: 0, yPx: 0, widthPx: 128, heightPx: 128 }]);
  expect(source.regions).toHaveLength(5);
});

test('what is no damage is thrown', async () => {
  const source = aPlaneSource(plane);
  const gone = {
    info: source.info,
    readRegion: async () => {
      throw new LabError('file-missing', 'gone');
    },
  };
  await expect(readWholeParts(gone, region)).rejects.toMatchObject({ code: 'file-missing' });
  const cancelled = readWholeParts(source, region, AbortSignal.abort());
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
});

test('a region larger than can be held is shrunk piece by piece, without a seam', async () => {
  const source = aPlaneSource({ widthPx: 5000, heightPx: 2500, downsamples: [1] });
  const whole = { level: 0, xPx: 0, yPx: 0, widthPx: 5000, heightPx: 2500 };
  const { pixels } = await readShrunk(source, { region: whole, shrink: 16 });
  expect(source.regions.every(({ widthPx, heightPx }) => widthPx <= 2048 && heightPx <= 2048)).toBe(true);
  expect([pixels.widthPx, pixels.heightPx]).toEqual([313, 157]);
  // a step of the plane's colour is 16 px: each shrunk pixel is one step
  for (const x of [0, 127, 128, 129, 255, 256, 311])
    expect(pixelAt(pixels, x, 128)).toEqual([...planeColour(x * 16, 128 * 16)]);
});
