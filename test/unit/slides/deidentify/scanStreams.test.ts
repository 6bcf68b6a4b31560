import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findCodedEnd } from '../../../../main/slides/deidentify/findCodedEnd.ts';
import { scanJpeg } from '../../../../main/slides/deidentify/scanJpeg.ts';
import { scanJpeg2000 } from '../../../../main/slides/deidentify/scanJpeg2000.ts';
import { aColour, aJpegField } from '../slideFolder.ts';
import { withPlantedSegments } from './plantedName.ts';

describe('in a JPEG stream', () => {
  test('comments and EXIF are metadata, all else is not', async () => {
    const jpeg = await aJpegField();
    expect(scanJpeg(jpeg)).toEqual({ metadata: [], endAt: jpeg.length });
    const planted = withPlantedSegments(jpeg);
    const scan = scanJpeg(planted);
    expect(scan?.metadata.map((each) => each.name)).toEqual(['JPEG comment', 'JPEG application data (APP1)']);
    expect(scan?.endAt).toBe(planted.length);
  });

  test('a comment between two scans of a progressive image is found', async () => {
    const jpeg = await aColour([200, 30, 30], 64, 64).jpeg({ progressive: true }).toBuffer();
    const lastScan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
    const planted = Buffer.concat([
      jpeg.subarray(0, lastScan),
      Buffer.from([0xff, 0xfe, 0, 6, 65, 66, 67, 68]),
      jpeg.subarray(lastScan),
    ]);
    expect(scanJpeg(planted)?.metadata.map((each) => each.name)).toEqual(['JPEG comment']);
  });

  test('what follows the end marker is outside', async () => {
    const jpeg = await aJpegField();
    expect(scanJpeg(Buffer.concat([jpeg, Buffer.from('hidden')]))?.endAt).toBe(jpeg.length);
  });

  test('a stream cut within its pixels is all pixels, one cut within its headers cannot be judged', async () => {
    const jpeg = await aJpegField();
    expect(scanJpeg(jpeg.subarray(0, jpeg.length - 100))).toEqual({ metadata: [], endAt: jpeg.length - 100 });
    expect(scanJpeg(jpeg.subarray(0, 30))).toBeUndefined();
    expect(scanJpeg(Buffer.from('no JPEG at all'))).toBeUndefined();
  });

  test('a thumbnail in a JFIF header is metadata', async () => {
    const jpeg = await aJpegField();
    const jfif = Buffer.from([
      0xff,
      0xe0,
      0,
      19,
      ...Buffer.from('JFIF\0'),
      1,
      1,
      0,
      0,
      1,
      0,
      1,
      1,
      1,
      9,
      9,
      9,
    ]);
    const own = jpeg[3] === 0xe0 ? 2 + 2 + jpeg.readUInt16BE(4) : 2;
    const planted = Buffer.concat([jpeg.subarray(0, 2), jfif, jpeg.subarray(own)]);
    expect(scanJpeg(planted)?.metadata).toHaveLength(1);
  });
});

describe('in a JPEG 2000 codestream', () => {
  const marker = (code: number, ...content: readonly number[]) =>
    Buffer.from([0xff, code, 0, content.length + 2, ...content]);
  const comment = marker(0x64, 0, 1, ...Buffer.from('Erika'));
  const tilePart = (header: Buffer, data: Buffer) => {
    const start = Buffer.from([0xff, 0x90, 0, 10, 0, 0, 0, 0, 0, 0, 0, 1]);
    start.writeUInt32BE(start.length + header.length + 2 + data.length, 6);
    return Buffer.concat([start, header, Buffer.from([0xff, 0x93]), data]);
  };
  const stream = (part: Buffer) =>
    Buffer.concat([Buffer.from([0xff, 0x4f]), comment, part, Buffer.from([0xff, 0xd9])]);

  test('comments of the main header and of tile-parts are metadata', () => {
    const codestream = stream(tilePart(comment, Buffer.from([1, 2, 3])));
    const scan = scanJpeg2000(codestream);
    expect(
      scan?.metadata.map(({ contentStart, end }) => codestream.toString('latin1', contentStart, end)),
    ).toEqual(['Erika', 'Erika']);
    expect(scan?.endAt).toBe(codestream.length);
  });

  test('what follows the end marker is outside', () => {
    const codestream = stream(tilePart(Buffer.alloc(0), Buffer.from([1, 2, 3])));
    expect(scanJpeg2000(Buffer.concat([codestream, Buffer.from('hidden')]))?.endAt).toBe(codestream.length);
  });

  test('a tile-part that leads back to itself cannot be judged', () => {
    const part = tilePart(Buffer.alloc(0), Buffer.from([1, 2, 3]));
    part.writeUInt32BE(1, 6);
    expect(scanJpeg2000(stream(part))).toBeUndefined();
  });
});

describe('the end of lossless pixels', () => {
  const hidden = Buffer.from('Mustermann');

  test('of a deflate stream', () => {
    const coded = deflateSync(Buffer.alloc(3000, 7));
    expect(findCodedEnd(Buffer.concat([coded, hidden]), 'deflate', 3000)).toBe(coded.length);
    expect(findCodedEnd(coded.subarray(0, -5), 'deflate', 3000)).toBe(coded.length - 5);
    expect(findCodedEnd(hidden, 'deflate', 3000)).toBeUndefined();
  });

  test('of an LZW strip that sharp wrote', async () => {
    const noise = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255);
    const { sharp } = await import('../../../../main/slides/sharpLibrary.ts');
    const tiff = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .tiff({ compression: 'lzw', predictor: 'none', tile: true, tileWidth: 64, tileHeight: 64 })
      .toBuffer();
    const { at, byteLength } = onlyTile(tiff);
    const coded = tiff.subarray(at, at + byteLength);
    expect(byteLength).toBeGreaterThan(4000); // so that codes widen and the table is cleared
    expect(findCodedEnd(Buffer.concat([coded, hidden]), 'lzw', 12_288)).toBe(coded.length);
  });

  test('of a PackBits strip', () => {
    const coded = Buffer.from([2, 1, 2, 3, 0xfe, 9, 0x80]);
    expect(findCodedEnd(Buffer.concat([coded, hidden]), 'packbits', 6)).toBe(6);
  });
});

/** Of a classic little-endian TIFF with one tile. */
function onlyTile(tiff: Buffer): { readonly at: number; readonly byteLength: number } {
  const directory = tiff.readUInt32LE(4);
  const entry = (tag: number) => {
    for (let i = 0; i < tiff.readUInt16LE(directory); i += 1) {
      const at = directory + 2 + 12 * i;
      if (tiff.readUInt16LE(at) === tag)
        return tiff.readUInt16LE(at + 2) === 3 ? tiff.readUInt16LE(at + 8) : tiff.readUInt32LE(at + 8);
    }
    throw new Error(`no tag ${tag}`);
  };
  return { at: entry(324), byteLength: entry(325) };
}
