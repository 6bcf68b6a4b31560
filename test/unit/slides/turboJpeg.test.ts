import { expect, test } from 'vitest';
import { encodeJpeg } from '../../../main/slides/encodeJpeg.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { loadTurboJpeg } from '../../../main/slides/turboJpeg.ts';
import { aRaster } from './aPlaneSource.ts';

const turbo = loadTurboJpeg();
const size = { widthPx: 200, heightPx: 120 };
const image = aRaster(size.widthPx, size.heightPx, (x, y) => [(x * 5) % 256, (y * 7) % 256, (x * y) % 256]);
const raw = { width: size.widthPx, height: size.heightPx, channels: 3 } as const;

function encodeWithSharp(quality: number, chromaSubsampling: '4:4:4' | '4:2:0'): Promise<Buffer> {
  return sharp(image.data, { raw }).jpeg({ quality, chromaSubsampling, optimiseCoding: false }).toBuffer();
}

test('a tile is coded at the quality and with the colours that were asked for, with the library or without', async () => {
  for (const [quality, chromaSubsampling] of [
    [85, '4:2:0'],
    [95, '4:4:4'],
  ] as const) {
    const jpeg = await encodeJpeg(image, quality);
    const found = await sharp(jpeg).metadata();
    expect(found).toMatchObject({ width: size.widthPx, height: size.heightPx, chromaSubsampling });
    const [shown, wanted] = await Promise.all(
      [jpeg, await encodeWithSharp(quality, chromaSubsampling)].map((one) => sharp(one).raw().toBuffer()),
    );
    expect(shown).toEqual(wanted);
  }
});

test.skipIf(turbo === undefined)('decoded pixels are those of libvips, bit by bit', async () => {
  for (const jpeg of [await encodeWithSharp(85, '4:2:0'), await encodeWithSharp(95, '4:4:4')]) {
    const decoded = await turbo?.decode(jpeg, size);
    const wanted = await sharp(jpeg).raw().toBuffer();
    expect(decoded).toMatchObject(size);
    expect(Buffer.from(typeof decoded === 'object' ? decoded.data : [])).toEqual(wanted);
  }
});

test.skipIf(turbo === undefined)('damage that libvips misses is told', async () => {
  const jpeg = await encodeWithSharp(90, '4:4:4');
  const zeroed = Buffer.from(jpeg).fill(0, 2000, 2300);
  await sharp(zeroed, { failOn: 'warning' }).raw().toBuffer(); // does not throw
  expect(await turbo?.decode(zeroed, size)).toBe('damaged');
  const cut = Buffer.concat([jpeg.subarray(0, 2000), Buffer.from([0xff, 0xd9])]);
  expect(await turbo?.decode(cut, size)).toBe('damaged');
});

test.skipIf(turbo === undefined)('what is no such JPEG is left to the other decoder', async () => {
  expect(await turbo?.decode(Buffer.from('no JPEG at all'), size)).toBeUndefined();
  expect(await turbo?.decode(new Uint8Array(0), size)).toBeUndefined();
});

// 300: koffi itself refuses more than 256 at once
test.skipIf(turbo === undefined)('many calls at once each get their own picture', async () => {
  const jpegs = await Promise.all([70, 80, 90].map((quality) => encodeWithSharp(quality, '4:4:4')));
  const wanted = await Promise.all(jpegs.map((jpeg) => sharp(jpeg).raw().toBuffer()));
  const decoded = await Promise.all(
    Array.from({ length: 300 }, (_, i) => turbo?.decode(jpegs[i % 3] as Buffer, size)),
  );
  for (const [i, one] of decoded.entries())
    expect(
      Buffer.compare(Buffer.from(typeof one === 'object' ? one.data : []), wanted[i % 3] as Buffer),
    ).toBe(0);
});
