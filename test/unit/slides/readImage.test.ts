import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readImage } from '../../../main/slides/readImage.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { loadTurboJpeg } from '../../../main/slides/turboJpeg.ts';
import { aRaster } from './aPlaneSource.ts';
import { aColour, aDeepColour, aFolder, aJpegField } from './slideFolder.ts';

async function firstPixelOf(bytes: Buffer): Promise<readonly number[]> {
  const folder = await aFolder({ field: bytes });
  const { data, widthPx, heightPx } = await readImage(join(folder, 'field'));
  expect([widthPx, heightPx, data.length]).toEqual([8, 6, 8 * 6 * 3]);
  return [...data.subarray(0, 3)];
}

test('16 bits a channel are divided by 256, not clipped', async () => {
  const expected = [0x81, 0x40, 0xfe];
  const rgb = [0x8100, 0x4000, 0xfe00];
  expect(await firstPixelOf(await aDeepColour(rgb).png().toBuffer())).toEqual(expected);
  expect(await firstPixelOf(await aDeepColour(rgb).tiff({ compression: 'lzw' }).toBuffer())).toEqual(
    expected,
  );
  expect(await firstPixelOf(await aDeepColour([0x2000]).png().toBuffer())).toEqual([0x20, 0x20, 0x20]);
  expect(await firstPixelOf(await aDeepColour([0x2000]).tiff().toBuffer())).toEqual([0x20, 0x20, 0x20]);
});

test('alpha lies over white', async () => {
  const over = (value: number) => Math.floor((value * 128 + 255 * 127) / 255);
  const expected = [over(128), over(64), 255];
  expect(await firstPixelOf(await aColour([128, 64, 255, 128]).png().toBuffer())).toEqual(expected);
  const deep = [0x8000, 0x4000, 0xffff, 0x8000];
  expect(await firstPixelOf(await aDeepColour(deep).png().toBuffer())).toEqual([191, 159, 255]);
  const transparent = await aColour([10, 10, 10, 0]).png().toBuffer();
  expect(await firstPixelOf(transparent)).toEqual([255, 255, 255]);
});

test('grey, palette and one-bit images become RGB', async () => {
  const grey = await aColour([128]).toColourspace('b-w').jpeg({ quality: 100 }).toBuffer();
  expect(await firstPixelOf(grey)).toEqual([128, 128, 128]);
  const palette = await aColour([128, 64, 255]).png({ palette: true }).toBuffer();
  expect(await firstPixelOf(palette)).toEqual([128, 64, 255]);
  const oneBit = await aColour([255]).toColourspace('b-w').tiff({ bitdepth: 1 }).toBuffer();
  expect(await firstPixelOf(oneBit)).toEqual([255, 255, 255]);
});

test('CMYK becomes RGB of about the same colour', async () => {
  const [red = 0, green = 0, blue = 0] = await firstPixelOf(
    await aColour([200, 60, 80]).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
  );
  // 30: the printing gamut of the CMYK profile is narrower than sRGB
  expect(Math.max(Math.abs(red - 200), Math.abs(green - 60), Math.abs(blue - 80))).toBeLessThan(30);
});

test('a colour profile is applied', async () => {
  const tagged = await aColour([20, 230, 20]).withIccProfile('p3').png().toBuffer();
  const [red = 99, green = 0] = await firstPixelOf(tagged);
  // sharp converts to Display P3 on writing, so sRGB must come back, within rounding of both conversions
  expect([Math.abs(red - 20) <= 3, Math.abs(green - 230) <= 3]).toEqual([true, true]);
});

test('EXIF orientation is applied: the raster is upright', async () => {
  const lying = await aColour([9, 9, 9], 6, 8).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const folder = await aFolder({ 'a.jpg': lying });
  expect(await readImage(join(folder, 'a.jpg'))).toMatchObject({ widthPx: 8, heightPx: 6 });
});

test('a 1 x 1 image is an image', async () => {
  const folder = await aFolder({ 'a.jpg': await aColour([0, 0, 0], 1, 1).png().toBuffer() });
  expect(await readImage(join(folder, 'a.jpg'))).toMatchObject({ widthPx: 1, heightPx: 1 });
});

test('damaged and foreign files are refused by name, with a reason', async () => {
  const jpeg = await aJpegField();
  const png = await aColour([1, 2, 3], 64, 64).png().toBuffer();
  const tiff = await aColour([1, 2, 3], 64, 64).tiff({ compression: 'none' }).toBuffer();
  const cases: Readonly<Record<string, readonly [string | Uint8Array, RegExp]>> = {
    'zero.jpg': ['', /zero\.jpg: the file is empty/],
    'text.jpg': ['patient list', /text\.jpg: its contents are not a JPEG/],
    'svg.png': ['<svg width="9" height="9"/>', /its contents are not/],
    'half.jpg': [jpeg.subarray(0, jpeg.length / 2), /half\.jpg: the image is damaged or cut short/],
    'last-bytes-gone.jpg': [jpeg.subarray(0, -2), /damaged or cut short/],
    'header-only.jpg': [jpeg.subarray(0, 40), /damaged or cut short/],
    'half.png': [png.subarray(0, png.length / 2), /damaged or cut short/],
    'half.tif': [tiff.subarray(0, tiff.length / 2), /damaged or cut short/],
  };
  const folder = await aFolder(
    Object.fromEntries(Object.entries(cases).map(([name, [bytes]]) => [name, bytes])),
  );
  for (const [name, [, message]] of Object.entries(cases))
    await expect(readImage(join(folder, name)), name).rejects.toMatchObject({
      name: 'LabError',
      code: 'slide-unreadable',
      message: expect.stringMatching(message),
    });
});

test('JPEG is decoded to the same pixels whichever decoder it goes through', async () => {
  const noise = { create: { width: 61, height: 47, channels: 3, background: '#808080' } } as const;
  const drawn = sharp({
    ...noise,
    create: { ...noise.create, noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  });
  for (const form of [
    { chromaSubsampling: '4:2:0' },
    { chromaSubsampling: '4:4:4' },
    // not plain: left to libvips
    { progressive: true },
  ]) {
    const jpeg = await drawn
      .clone()
      .jpeg({ quality: 90, ...form })
      .toBuffer();
    const folder = await aFolder({ 'a.jpg': jpeg });
    const { data, ...size } = await readImage(join(folder, 'a.jpg'));
    expect(size).toEqual({ widthPx: 61, heightPx: 47 });
    expect(Buffer.from(data).equals(await sharp(jpeg).raw().toBuffer())).toBe(true);
  }
});

test.skipIf(loadTurboJpeg() === undefined)(
  'a JPEG with wrong data in its middle is refused, which libvips shows as a picture',
  async () => {
    const { data } = aRaster(200, 120, (x, y) => [(x * 5) % 256, (y * 7) % 256, (x * y) % 256]);
    const raw = { width: 200, height: 120, channels: 3 } as const;
    const jpeg = await sharp(data, { raw }).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
    const zeroed = jpeg.fill(0, 2000, 2300);
    await sharp(zeroed, { failOn: 'warning' }).raw().toBuffer(); // does not throw
    const folder = await aFolder({ 'a.jpg': zeroed });
    await expect(readImage(join(folder, 'a.jpg'))).rejects.toMatchObject({
      code: 'slide-unreadable',
      message: expect.stringContaining('a.jpg: the image is damaged or cut short'),
    });
  },
);

test('floating-point TIFF is refused: its white is unknown', async () => {
  const folder = await aFolder({ 'a.tif': aFloatTiff() });
  await expect(readImage(join(folder, 'a.tif'))).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('a.tif: its values are float'),
  });
});

test('an image that claims too many pixels is refused before memory is asked for', async () => {
  const png = await aColour([1, 2, 3]).png().toBuffer();
  png.writeUInt32BE(60_000, 16);
  png.writeUInt32BE(60_000, 20);
  const jpeg = await aJpegField();
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(65_000, frame + 5);
  jpeg.writeUInt16BE(65_000, frame + 7);
  const folder = await aFolder({ 'bomb.png': png, 'bomb.jpg': jpeg });
  for (const name of ['bomb.png', 'bomb.jpg'])
    await expect(readImage(join(folder, name))).rejects.toMatchObject({
      code: 'image-too-large',
      message: expect.stringContaining(name),
    });
});

test('a removed file, a folder named as an image and a cancelled read are told apart', async () => {
  const folder = await aFolder({ 'a.jpg': await aJpegField() });
  await rm(join(folder, 'a.jpg'));
  await mkdir(join(folder, 'folder.jpg'));
  await expect(readImage(join(folder, 'a.jpg'))).rejects.toMatchObject({
    code: 'file-missing',
    message: expect.stringContaining('a.jpg is no longer there'),
  });
  await expect(readImage(join(folder, 'folder.jpg'))).rejects.toMatchObject({ code: 'slide-unreadable' });
  await expect(readImage(join(folder, 'a.jpg'), AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  });
});

/** A grey TIFF of one pixel, 32-bit floating point, uncompressed. */
function aFloatTiff(): Buffer {
  const [shortType, longType] = [3, 4];
  const tags = [
    [256, shortType, 1],
    [257, shortType, 1],
    [258, shortType, 32],
    [259, shortType, 1],
    [262, shortType, 1],
    [273, longType, 134],
    [277, shortType, 1],
    [278, shortType, 1],
    [279, longType, 4],
    [339, shortType, 3],
  ] as const;
  const bytes = Buffer.alloc(140);
  bytes.write('II*\0\x08\0\0\0', 'latin1');
  bytes.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, type, value], index) => {
    const at = 10 + 12 * index;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value, at + 8);
  });
  bytes.writeFloatLE(0.5, 134);
  return bytes;
}
