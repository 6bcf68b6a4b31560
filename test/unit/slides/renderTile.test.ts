import { expect, test } from 'vitest';
import { encodeJpeg } from '../../../main/slides/encodeJpeg.ts';
import { renderTile } from '../../../main/slides/renderTile.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { aPlaneSource, aRaster, planeColour } from './aPlaneSource.ts';

const usual = { tilePx: 256, overlapPx: 0, quality: 95 };

async function decode(jpeg: Uint8Array) {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return {
    widthPx: info.width,
    heightPx: info.height,
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  };
}

/** JPEG at quality 95 moves a value by a few steps. */
function expectColour(found: readonly number[], wanted: readonly number[]) {
  for (const [i, value] of wanted.entries())
    expect(Math.abs((found[i] ?? -99) - value)).toBeLessThanOrEqual(6);
}

test('a tile of the full resolution shows the slide there, with its overlap', async () => {
  const source = aPlaneSource({ widthPx: 3000, heightPx: 2000 });
  const tile = { level: 12, column: 2, row: 1, tilePx: 254, overlapPx: 1, quality: 95 };
  const { jpeg, isDamaged } = await renderTile(source, tile);
  const shown = await decode(jpeg);
  expect(isDamaged).toBe(false);
  expect(source.regions).toEqual([{ level: 0, xPx: 507, yPx: 253, widthPx: 256, heightPx: 256 }]);
  expect([shown.widthPx, shown.heightPx]).toEqual([256, 256]);
  expectColour(shown.at(100, 100), planeColour(607, 353));
});

test('tiles at the edge are as small as what is left', async () => {
  const source = aPlaneSource({ widthPx: 3000, heightPx: 2000 });
  const { jpeg } = await renderTile(source, { ...usual, level: 12, column: 11, row: 7 });
  const shown = await decode(jpeg);
  expect([shown.widthPx, shown.heightPx]).toEqual([3000 - 11 * 256, 2000 - 7 * 256]);
});

test('a level that is not stored comes from the next finer one', async () => {
  const source = aPlaneSource({ widthPx: 9000, heightPx: 9000, downsamples: [1, 4] });
  const { jpeg } = await renderTile(source, { ...usual, level: 11, column: 1, row: 0 }); // 8 times coarser
  expect(source.regions).toEqual([{ level: 1, xPx: 512, yPx: 0, widthPx: 512, heightPx: 512 }]);
  expectColour((await decode(jpeg)).at(100, 40), planeColour(356 * 8, 40 * 8));
});

test('levels three times apart give tiles in the right place', async () => {
  const source = aPlaneSource({ widthPx: 9000, heightPx: 9000, downsamples: [1, 3] });
  const { jpeg } = await renderTile(source, { ...usual, level: 12, column: 1, row: 2 }); // 4 times coarser
  expect(source.regions[0]?.level).toBe(1);
  expectColour((await decode(jpeg)).at(130, 50), planeColour((256 + 130) * 4, (512 + 50) * 4));
});

test('a slide without coarse levels is read whole once for all its lowest levels', async () => {
  const source = aPlaneSource({ widthPx: 6000, heightPx: 4000 });
  const levels = [10, 9, 8, 4, 0]; // level 13 is the slide, 10 is 750 px wide
  const tiles = await Promise.all(
    levels.map((level) => renderTile(source, { ...usual, tilePx: 1024, level, column: 0, row: 0 })),
  );
  const pixelCount = source.regions.reduce((sum, { widthPx, heightPx }) => sum + widthPx * heightPx, 0);
  expect(pixelCount).toBe(6000 * 4000);
  const [first, second] = await Promise.all(tiles.map(({ jpeg }) => decode(jpeg)));
  expect([first?.widthPx, first?.heightPx]).toEqual([750, 500]);
  expectColour(first?.at(301, 201) ?? [], planeColour(301 * 8, 201 * 8));
  expectColour(second?.at(301, 201) ?? [], planeColour(301 * 16, 201 * 16));
});

test('a tile that is stored as it is wanted is handed out as it is stored', async () => {
  const stored = await encodeJpeg(
    aRaster(256, 256, () => [9, 9, 9]),
    90,
  );
  const asked: unknown[] = [];
  const source = {
    ...aPlaneSource({ widthPx: 4096, heightPx: 4096, downsamples: [1, 4] }),
    readStoredJpeg: async (tile: unknown) => {
      asked.push(tile);
      return stored;
    },
  };
  const tile = { ...usual, level: 10, column: 2, row: 3 };
  expect((await renderTile(source, tile)).jpeg).toEqual(stored);
  expect(asked).toEqual([{ level: 1, column: 2, row: 3 }]);
  for (const other of [{ level: 11 }, { overlapPx: 1 }, { tilePx: 512, column: 0, row: 0 }])
    expect((await renderTile(source, { ...tile, ...other })).jpeg).not.toEqual(stored);
  expect(asked).toHaveLength(1);
});

test('a damaged stored tile is marked where it lies, and the rest of the tile is shown', async () => {
  const source = aPlaneSource({
    widthPx: 3000,
    heightPx: 2000,
    tilePx: 128,
    damaged: [{ level: 0, column: 1, row: 0 }],
  });
  const { jpeg, isDamaged } = await renderTile(source, { ...usual, level: 12, column: 0, row: 0 });
  const shown = await decode(jpeg);
  expect(isDamaged).toBe(true);
  expectColour(shown.at(60, 60), planeColour(60, 60));
  expectColour(shown.at(200, 200), planeColour(200, 200));
  const [red = 0, green = 0, blue = 0] = shown.at(128 + 64, 64); // where the lines of the cross meet
  expect(red - Math.max(green, blue)).toBeGreaterThan(100);
  expect((await renderTile(source, { ...usual, level: 12, column: 1, row: 0 })).isDamaged).toBe(false);
});

test('a damaged part is marked on all levels above it', async () => {
  const damaged = [{ level: 0, column: 1, row: 1 }];
  const source = aPlaneSource({ widthPx: 6000, heightPx: 4000, damaged });
  for (const level of [13, 12, 11, 10, 9, 8]) {
    const { isDamaged } = await renderTile(source, { ...usual, tilePx: 1024, level, column: 0, row: 0 });
    expect(isDamaged).toBe(true);
  }
});

test('colour is at full resolution from quality 90 on', async () => {
  const source = aPlaneSource({ widthPx: 300, heightPx: 300 });
  const subsamplingAt = async (quality: number) => {
    const { jpeg } = await renderTile(source, { ...usual, quality, level: 9, column: 0, row: 0 });
    return (await sharp(jpeg).metadata()).chromaSubsampling;
  };
  expect([await subsamplingAt(89), await subsamplingAt(90)]).toEqual(['4:2:0', '4:4:4']);
});

test('a tile that the slide does not have is refused, and an aborted one not read', async () => {
  const source = aPlaneSource({ widthPx: 300, heightPx: 300 });
  const none = renderTile(source, { ...usual, level: 9, column: 2, row: 0 });
  await expect(none).rejects.toMatchObject({ code: 'argument-invalid' });
  const aborted = renderTile(source, { ...usual, level: 9, column: 0, row: 0 }, AbortSignal.abort());
  await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
  expect(source.regions).toEqual([]);
});
