import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { decodeBmp } from '../../../main/slides/decodeBmp.ts';
import { aBitmap } from './aBitmap.ts';

/** The upper row red, green, blue; the lower row white, grey, black. */
const expectedPixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 128, 128, 128, 0, 0, 0];
const upper = [0, 0, 255, 0, 255, 0, 255, 0, 0];
const lower = [255, 255, 255, 128, 128, 128, 0, 0, 0];
const size = { widthPx: 3, heightPx: 2 };
const plain = aBitmap({ ...size, bitsPerPixel: 24, rows: [lower, upper] });

test('24, 32, 8, 4 and 1 bit bitmaps give the colours that were drawn', () => {
  const withFourth = (row: readonly number[]) =>
    row.flatMap((value, i) => (i % 3 === 2 ? [value, 0] : [value]));
  const palette = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 128, 128, 128, 0, 0, 0, 0, 0];
  const bitmaps = [
    plain,
    aBitmap({ ...size, heightPx: -2, bitsPerPixel: 24, rows: [upper, lower] }),
    aBitmap({ ...size, bitsPerPixel: 24, rows: [lower, upper], gapBytes: 10 }),
    aBitmap({ ...size, bitsPerPixel: 32, rows: [withFourth(lower), withFourth(upper)] }),
    aBitmap({
      ...size,
      bitsPerPixel: 8,
      rows: [
        [3, 4, 5],
        [0, 1, 2],
      ],
      palette,
    }),
    aBitmap({
      ...size,
      bitsPerPixel: 4,
      rows: [
        [0x34, 0x50],
        [0x01, 0x20],
      ],
      palette,
    }),
  ];
  for (const bitmap of bitmaps)
    expect(decodeBmp(bitmap, 'a.bmp')).toEqual({ ...size, data: Uint8Array.from(expectedPixels) });
  const oneBit = aBitmap({
    widthPx: 9,
    heightPx: 1,
    bitsPerPixel: 1,
    rows: [[0b01010101, 0b10000000]],
    palette: [0, 0, 0, 0, 255, 255, 255, 0],
  });
  const reds = decodeBmp(oneBit, 'a.bmp').data.filter((_, index) => index % 3 === 0);
  expect([...reds]).toEqual([0, 255, 0, 255, 0, 255, 0, 255, 255]);
});

test('truncated, compressed and absurd bitmaps are refused by name', () => {
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(plain);
    change(bytes);
    return bytes;
  };
  const cases: readonly (readonly [Buffer, string, string])[] = [
    [plain.subarray(0, 20), 'slide-unreadable', 'cut short in its header'],
    [plain.subarray(0, -8), 'slide-unreadable', 'cut short'],
    [changed((bytes) => bytes.writeUInt32LE(1, 30)), 'slide-unreadable', 'compressed'],
    [changed((bytes) => bytes.writeUInt16LE(16, 28)), 'slide-unreadable', 'unusual depth'],
    [changed((bytes) => bytes.writeUInt32LE(7, 10)), 'slide-unreadable', 'inside its header'],
    [changed((bytes) => bytes.writeInt32LE(0, 18)), 'slide-unreadable', '0 x 2 pixels'],
    [changed((bytes) => bytes.writeInt32LE(2 ** 31 - 1, 18)), 'image-too-large', 'claims'],
  ];
  for (const [bytes, code, message] of cases)
    expect(() => decodeBmp(bytes, 'smear.bmp')).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(new RegExp(`smear.bmp.*${message}`)) }),
    );
});

test('no mutated header crashes the decoder or makes it ask for memory that the file does not back', () => {
  const samples = [
    plain,
    aBitmap({
      ...size,
      bitsPerPixel: 8,
      rows: [
        [0, 1, 0],
        [1, 1, 0],
      ],
      palette: [1, 2, 3, 0, 4, 5, 6, 0],
    }),
  ];
  const mutation = fc.tuple(fc.nat(53), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255)));
  const mutated = fc.tuple(
    fc.constantFrom(...samples),
    fc.array(mutation, { minLength: 1, maxLength: 6 }),
    fc.nat(8),
  );
  fc.assert(
    fc.property(mutated, ([sample, mutations, cut]) => {
      const bytes = Buffer.from(sample.subarray(0, sample.length - cut));
      for (const [at, value] of mutations) bytes[Math.min(at, bytes.length - 1)] = value;
      try {
        const { data, widthPx, heightPx } = decodeBmp(bytes, 'a.bmp');
        expect(data.length).toBe(widthPx * heightPx * 3);
        expect(data.length).toBeLessThanOrEqual(bytes.length * 24);
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
      }
    }),
    { numRuns: 300, seed: 20_261_123 },
  );
});
