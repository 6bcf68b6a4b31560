import { deflateSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sharp } from '../../../../main/slides/sharpLibrary.ts';
import type { TiffCoding } from '../../../../main/slides/tiff/readTiffImage.ts';
import { wrapTiff } from '../../../../main/slides/tiff/wrapTiff.ts';
import {
  aPattern,
  aPatternImage,
  decodeWithSharp,
  largestDifference,
  openTiles,
  readLevel,
} from './tiledTiff.ts';

const tiles = { tile: true, tileWidth: 64, tileHeight: 48 } as const;
// not a multiple of the tiles: the right and lower ones are cut
const size = [150, 110] as const;

test.each([
  ['not compressed', { compression: 'none' }],
  ['LZW', { compression: 'lzw' }],
  ['LZW with predictor', { compression: 'lzw', predictor: 'horizontal' }],
  ['deflate', { compression: 'deflate' }],
  ['deflate with predictor', { compression: 'deflate', predictor: 'horizontal' }],
  ['PackBits', { compression: 'packbits' }],
  ['WebP', { compression: 'webp', quality: 80 }],
  ['JPEG with halved colour', { compression: 'jpeg', quality: 70 }],
  ['JPEG of RGB', { compression: 'jpeg', quality: 95 }],
  ['BigTIFF', { compression: 'jpeg', bigtiff: true }],
] as const)('%s: tiles show what decoding the whole file shows', async (_, options) => {
  const bytes = await aPatternImage(...size)
    .tiff({ ...tiles, ...options })
    .toBuffer();
  const { source } = await openTiles(bytes);
  const { data } = await readLevel(source);
  expect(largestDifference(data, await decodeWithSharp(bytes))).toBe(0);
});

test.each([
  ['grey', 1],
  ['RGB', 3],
  ['with alpha, over white', 4],
] as const)('pixels %s are shown as sharp shows them, with 8 and 16 bits', async (_, channels) => {
  const raw = { width: size[0], height: size[1], channels };
  const deep = Uint16Array.from(aPattern(...size, channels), (value) => value * 257);
  const images = [
    aPatternImage(...size, channels),
    sharp(deep, { raw }).toColourspace(channels === 1 ? 'grey16' : 'rgb16'),
  ];
  for (const image of images) {
    const bytes = await image.tiff({ ...tiles, compression: 'lzw' }).toBuffer();
    const { source } = await openTiles(bytes);
    const { data } = await readLevel(source);
    expect(largestDifference(data, await decodeWithSharp(bytes))).toBe(0);
  }
});

test.each([1, 3] as const)('JPEG tiles of %i colours are handed out as they are stored', async (channels) => {
  const bytes = await aPatternImage(...size, channels)
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .tiff({ ...tiles, tileHeight: 64, compression: 'jpeg', quality: 70 })
    .toBuffer();
  const { source } = await openTiles(bytes);
  const jpeg = await source.readStoredJpeg?.({ level: 0, column: 1, row: 0 });
  const shown = await source.readRegion({ level: 0, xPx: 64, yPx: 0, widthPx: 64, heightPx: 64 });
  expect((await sharp(jpeg).metadata()).format).toBe('jpeg');
  expect(largestDifference(shown.data, await decodeWithSharp(jpeg ?? new Uint8Array(0)))).toBe(0);
  // cut by the edge of the slide, and beyond it
  expect(await source.readStoredJpeg?.({ level: 0, column: 2, row: 0 })).toBeUndefined();
  expect(await source.readStoredJpeg?.({ level: 0, column: 9, row: 9 })).toBeUndefined();
});

test('a colour profile is applied, so that stored JPEG is not handed out', async () => {
  for (const compression of ['jpeg', 'lzw'] as const) {
    const bytes = await aPatternImage(...size)
      .withIccProfile('p3')
      .tiff({ ...tiles, compression })
      .toBuffer();
    const { source } = await openTiles(bytes);
    const { data } = await readLevel(source);
    expect(source.info.hasIccProfile).toBe(true);
    // 1: the table of the profile is exact at every third value and interpolated between
    expect(largestDifference(data, await decodeWithSharp(bytes))).toBeLessThanOrEqual(1);
    expect(await source.readStoredJpeg?.({ level: 0, column: 0, row: 0 })).toBeUndefined();
  }
});

const plainCoding: TiffCoding = {
  compression: 1,
  photometric: 2,
  bitsPerSample: [8, 8, 8],
  samplesPerPixel: 3,
  planarConfiguration: 1,
  predictor: 1,
  sampleFormat: [],
  extraSamples: [],
  subsampling: [],
  colourMap: [],
  jpegTables: undefined,
};

/** A file of 2 x 2 tiles of 16 px, made by hand. @param blocks of all tiles, plane by plane */
function aHandmadeTiff(blocks: readonly Buffer[], coding: Partial<TiffCoding>, isLittleEndian = true) {
  return wrapTiff({
    isLittleEndian,
    widthPx: 30,
    heightPx: 20,
    isTiled: true,
    blockWidthPx: 16,
    blockHeightPx: 16,
    coding: { ...plainCoding, ...coding },
    iccProfile: undefined,
    blocks,
  });
}

const fourTiles = [0, 1, 2, 3].map((i) => Buffer.from(aPattern(16, 16).map((value) => value ^ (i * 37))));

test('big-endian files are read, with 8 and 16 bits', async () => {
  const deep = fourTiles.map((tile) => Buffer.from([...tile].flatMap((value) => [value, 255 - value])));
  const files = [
    aHandmadeTiff(fourTiles, {}, false),
    aHandmadeTiff(deep, { bitsPerSample: [16, 16, 16] }, false),
  ];
  for (const bytes of files) {
    const { source, image } = await openTiles(bytes);
    const { data } = await readLevel(source);
    expect([image.columns, image.rows]).toEqual([2, 2]);
    expect(largestDifference(data, await decodeWithSharp(bytes))).toBe(0);
    expect(data[0]).toBe(fourTiles[0]?.[0]);
  }
});

test('palettes are read', async () => {
  const indexes = fourTiles.map((tile) => tile.subarray(0, 256));
  const colourMap = Array.from({ length: 768 }, (_, i) => (i * 1031) & 65_535);
  const palette = { photometric: 3, bitsPerSample: [8], samplesPerPixel: 1, colourMap };
  const bytes = aHandmadeTiff(indexes, palette);
  const { source } = await openTiles(bytes);
  expect(largestDifference((await readLevel(source)).data, await decodeWithSharp(bytes))).toBe(0);
});

test('red, green and blue that lie in planes of their own are put together, though sharp cannot', async () => {
  const planes = [0, 1, 2].flatMap((channel) =>
    fourTiles.map((tile) => tile.filter((_, i) => i % 3 === channel)).map((plane) => Buffer.from(plane)),
  );
  const { source } = await openTiles(aHandmadeTiff(planes, { planarConfiguration: 2 }));
  const together = await decodeWithSharp(aHandmadeTiff(fourTiles, {}));
  expect(largestDifference((await readLevel(source)).data, together)).toBe(0);
});

test('Zstandard tiles are read, with and without predictor, though sharp cannot', async () => {
  for (const predictor of [1, 2]) {
    const deflated = fourTiles.map((tile) => deflateSync(tile));
    const same = aHandmadeTiff(deflated, { compression: 8, predictor });
    const zstd = fourTiles.map((tile) => zstdCompressSync(tile));
    const { source } = await openTiles(aHandmadeTiff(zstd, { compression: 50_000, predictor }));
    expect(largestDifference((await readLevel(source)).data, await decodeWithSharp(same))).toBe(0);
  }
});

test('a tile without bytes is white, and so is what lies beyond the slide', async () => {
  const [first, second, third] = fourTiles;
  const bytes = aHandmadeTiff(
    [first, second, third, Buffer.alloc(0)].map((tile) => tile ?? Buffer.alloc(0)),
    {},
  );
  const { source } = await openTiles(bytes);
  const around = await source.readRegion({ level: 0, xPx: -4, yPx: -4, widthPx: 40, heightPx: 30 });
  const pixelAt = (x: number, y: number) => {
    const at = ((y + 4) * 40 + x + 4) * 3;
    return [...around.data.subarray(at, at + 3)];
  };
  expect(pixelAt(-1, 3)).toEqual([255, 255, 255]);
  expect(pixelAt(0, 0)).toEqual([...(first?.subarray(0, 3) ?? [])]);
  expect(pixelAt(17, 17)).toEqual([255, 255, 255]);
  // the slide is 30 px wide, its tiles 32
  expect(pixelAt(31, 3)).toEqual([255, 255, 255]);
});
