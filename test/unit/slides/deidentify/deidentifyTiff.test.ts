import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sharp } from '../../../../main/slides/sharpLibrary.ts';
import { readTiffDirectories } from '../../../../main/slides/tiff/readTiffDirectories.ts';
import { openTiffFile } from '../../../../main/slides/tiff/tiffFile.ts';
import { aJpegField } from '../slideFolder.ts';
import { aTiff, type BuiltDirectory, type BuiltTag, bytes, rgbTags, rgbTiles, short, text } from './aTiff.ts';
import { deidentify, deidentifyBytes } from './copySlide.ts';
import { holdsPlanted, plantedId, plantedName, withPlantedSegments } from './plantedName.ts';
import { haveSharedSlides, sharedSlide } from './sharedSlides.ts';

/** All tags of all directories, as numbers. */
async function tagsOf(path: string): Promise<readonly (readonly number[])[]> {
  const file = await openTiffFile(path);
  try {
    return (await readTiffDirectories(file)).map((each) => [...each.tags.keys()]);
  } finally {
    await file.dispose();
  }
}

const everywhere = [
  text(270, plantedName),
  text(269, plantedName),
  text(271, plantedName),
  text(305, plantedName),
  text(306, '2026:01:02 03:04:05'),
  text(315, plantedName),
  text(316, plantedName),
  text(33432, plantedName),
  bytes(
    700,
    Buffer.from(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>${plantedName}</dc:creator></x:xmpmeta>`),
  ),
  bytes(33723, Buffer.from(plantedName)),
  bytes(34377, Buffer.from(plantedName, 'utf16le')),
  bytes(65000, Buffer.from(plantedName)),
  text(65001, plantedId),
  bytes(280, Buffer.from(plantedName)), // a tag that is kept, of a type that could be text
];

function planted(compression: number, parts: readonly Buffer[], more: readonly BuiltTag[] = []) {
  const slide: BuiltDirectory = { tags: [...rgbTags(32, 32, compression), ...everywhere, ...more], parts };
  const label: BuiltDirectory = {
    tags: [...rgbTags(16, 48), text(270, `label ${plantedName}`), short(254, 1)],
    parts: rgbTiles(16, 48).map((tile) =>
      Buffer.concat([Buffer.from(plantedName), tile]).subarray(0, tile.length),
    ),
  };
  const hidden = {
    orphan: Buffer.from(`orphan ${plantedName}`),
    trailing: Buffer.from(plantedId, 'utf16le'),
  };
  return aTiff([slide, label], hidden);
}

describe('a patient named in every place of a TIFF is gone from the copy', () => {
  test('with uncompressed tiles, and bytes after their pixels', async () => {
    const tiles = rgbTiles(32, 32).map((tile) => Buffer.concat([tile, Buffer.from(plantedName)]));
    const file = planted(1, tiles);
    expect(holdsPlanted(file)).toBe(true);
    const copy = await deidentifyBytes(file);
    expect(holdsPlanted(copy.bytes)).toBe(false);
    expect(copy.removedImages).toEqual(['label']);
    expect(copy.removedTags).toEqual(
      expect.arrayContaining([
        'ImageDescription',
        'Artist',
        'XMP',
        'IPTC',
        'Photoshop',
        'private tag 65000',
        'malformed tag 280',
        'bytes after the pixels of a tile',
      ]),
    );
    expect(copy.removedTags.join()).not.toContain('Muster');
    expect(await tagsOf(copy.copyPath)).toEqual([[256, 257, 258, 259, 262, 277, 284, 322, 323, 324, 325]]);
    for (const tile of rgbTiles(32, 32)) expect(copy.bytes.includes(tile)).toBe(true);
  });

  test('with deflated tiles, and bytes after their streams', async () => {
    const tiles = rgbTiles(32, 32).map((tile) =>
      Buffer.concat([deflateSync(tile), Buffer.from(plantedName)]),
    );
    const copy = await deidentifyBytes(planted(8, tiles));
    expect(holdsPlanted(copy.bytes)).toBe(false);
    const plain = aTiff([
      { tags: rgbTags(32, 32, 8), parts: rgbTiles(32, 32).map((tile) => deflateSync(tile)) },
    ]);
    expect(await sharp(copy.copyPath).raw().toBuffer()).toEqual(await sharp(plain).raw().toBuffer());
  });

  test('with JPEG tiles that carry comments, EXIF and bytes after their end', async () => {
    const jpeg = await aJpegField(16, 16);
    const tile = Buffer.concat([withPlantedSegments(jpeg), Buffer.from(plantedName)]);
    const copy = await deidentifyBytes(planted(7, [tile, tile, jpeg, jpeg], [short(530, 2, 2)]));
    expect(holdsPlanted(copy.bytes)).toBe(false);
    expect(copy.removedTags).toEqual(
      expect.arrayContaining([
        'JPEG comment',
        'JPEG application data (APP1)',
        'bytes after the pixels of a tile',
      ]),
    );
    expect(copy.bytes.includes(jpeg.subarray(20))).toBe(true);
  });

  test('with JPEG tables that carry comments', async () => {
    const tables = withPlantedSegments(Buffer.from([0xff, 0xd8, 0xff, 0xd9]));
    const jpeg = await aJpegField(16, 16);
    const copy = await deidentifyBytes(planted(7, [jpeg, jpeg, jpeg, jpeg], [bytes(347, tables)]));
    expect(holdsPlanted(copy.bytes)).toBe(false);
    expect(copy.removedTags).toContain('data in JPEGTables');
  });

  test('and after an ICC profile', async () => {
    const profile = Buffer.alloc(128);
    profile.write('acsp', 36);
    profile.writeUInt32BE(128);
    const tag = bytes(34675, Buffer.concat([profile, Buffer.from(plantedName)]));
    const copy = await deidentifyBytes(planted(1, rgbTiles(32, 32), [tag]));
    expect(holdsPlanted(copy.bytes)).toBe(false);
    expect(copy.removedTags).toContain('data in the ICC profile');
    expect(copy.bytes.includes(profile)).toBe(true);
  });
});

describe('the images of a copy', () => {
  test('are the levels of an OME-TIFF, in SubIFDs too, without its label and macro', async () => {
    const pixels = (index: number, edge: number, name: string) =>
      `<Image ID="Image:${index}" Name="${name}"><Pixels ID="Pixels:${index}" DimensionOrder="XYCZT" Type="uint8" SizeX="${edge}" SizeY="${edge}" SizeC="3" SizeZ="1" SizeT="1" PhysicalSizeX="0.25" PhysicalSizeY="0.25"><Channel ID="Channel:${index}:0" SamplesPerPixel="3"/><TiffData IFD="${index}" PlaneCount="1"/></Pixels></Image>`;
    const ome = `<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">${pixels(0, 64, plantedName)}${pixels(1, 32, 'label')}${pixels(2, 48, 'macro image')}</OME>`;
    const level = (edge: number, more: readonly BuiltTag[] = []): BuiltDirectory => ({
      tags: [...rgbTags(edge, edge), ...more],
      parts: rgbTiles(edge, edge),
    });
    const copy = await deidentifyBytes(
      aTiff([
        {
          ...level(64, [text(270, ome), text(305, 'OME Bio-Formats')]),
          subDirectories: [level(32), level(16)],
        },
        level(32, [text(305, plantedName)]),
        level(48),
      ]),
    );
    expect(copy).toMatchObject({ format: 'ome-tiff', removedImages: ['label', 'macro'] });
    expect(holdsPlanted(copy.bytes)).toBe(false);
    expect(await tagsOf(copy.copyPath)).toHaveLength(3);
    expect((await sharp(copy.copyPath, { subifd: 1 }).metadata()).width).toBe(16);
    expect(copy.bytes.includes('PhysicalSizeX="0.25"')).toBe(true);
  });

  test('are the levels of a pyramid in JPEG, the same pixel for pixel, in BigTIFF too', async () => {
    const noise = Uint8Array.from({ length: 300 * 200 * 3 }, (_, i) => (i * 7919 + (i >> 9) * 31) & 255);
    for (const bigtiff of [false, true]) {
      const file = await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
        .withExif({ IFD0: { Artist: plantedName, ImageDescription: plantedId } })
        .tiff({ compression: 'jpeg', tile: true, tileWidth: 64, tileHeight: 64, pyramid: true, bigtiff })
        .toBuffer();
      const copy = await deidentifyBytes(file);
      expect(copy.removedImages).toEqual([]);
      expect(holdsPlanted(copy.bytes)).toBe(false);
      for (const page of [0, 1, 2]) {
        const raw = (path: string) => sharp(path, { page }).raw().toBuffer();
        expect(await raw(copy.copyPath)).toEqual(await raw(copy.sourcePath));
      }
    }
  });

  test('are those of the smear: an image of another shape, or of unknown purpose, is left out', async () => {
    const reduced = short(254, 1);
    const image = (width: number, height: number, ...more: BuiltTag[]): BuiltDirectory => ({
      tags: [...rgbTags(width, height), ...more],
      parts: rgbTiles(width, height),
    });
    const copy = await deidentifyBytes(
      aTiff([
        image(64, 64),
        image(32, 32, reduced),
        image(48, 16, reduced),
        image(32, 32),
        image(16, 16, short(254, 5)),
      ]),
    );
    expect(copy.removedImages).toEqual(['image 2', 'image 3', 'image 4']);
  });
});

describe('what cannot be judged is refused', () => {
  const image = (compression: number, tags: readonly BuiltTag[] = []) =>
    aTiff([{ tags: [...rgbTags(16, 16, compression), ...tags], parts: [Buffer.alloc(768, 1)] }]);

  test.each([
    ['a compression that the lab does not know', image(50000), 'compressed in a way'],
    ['a damaged JPEG tile', image(7), 'tile 0 of image 0 is damaged'],
    [
      'a Leica SCN file',
      image(1, [text(270, '<scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01"/>')]),
      'Leica SCN',
    ],
    ['a Philips file', image(1, [text(305, 'Philips DP v1.0')]), 'Philips'],
    ['a Ventana BIF file', image(1, [bytes(700, Buffer.from('<iScan Mode="x">'))]), 'Ventana BIF'],
    ['an NDPI file', image(1, [short(65420, 1)]), 'Hamamatsu NDPI'],
    ['a JPEG', Buffer.from('\xff\xd8\xff\xe0 more', 'latin1'), 'JPEG'],
    ['a Zeiss file', Buffer.from('ZISRAWFILE'), 'Zeiss CZI'],
    ['a text', Buffer.from('hello'), 'such'],
  ])('%s', async (_what, file, said) => {
    await expect(deidentifyBytes(file)).rejects.toMatchObject({
      code: 'deidentification-failed',
      message: expect.stringContaining(said),
    });
  });

  test('tiles that overlap, which could blow up a copy', async () => {
    const parts = Array.from({ length: 100 }, () => Buffer.alloc(2));
    const file = aTiff([{ tags: rgbTags(160, 160), parts }], { trailing: Buffer.alloc(60_200) });
    const directory = file.readUInt32LE(4);
    for (let i = 0; i < file.readUInt16LE(directory); i += 1) {
      const entry = directory + 2 + 12 * i;
      const tag = file.readUInt16LE(entry);
      const values = file.readUInt32LE(entry + 8);
      for (let tile = 1; tile < 100; tile += 1) {
        if (tag === 324) file.writeUInt32LE(8 + tile, values + 4 * tile);
        if (tag === 325) file.writeUInt32LE(60_000, values + 4 * tile);
      }
    }
    await expect(deidentifyBytes(file)).rejects.toThrow('overlap');
  });

  test.each([4, 60, 100, 1000])('a file cut off %i bytes before its end', async (missing) => {
    const file = aTiff([{ tags: rgbTags(32, 32), parts: rgbTiles(32, 32) }]);
    await expect(deidentifyBytes(file.subarray(0, -missing))).rejects.toMatchObject({
      code: 'slide-unreadable',
    });
  });
});

describe.skipIf(!haveSharedSlides)('of the real slides', () => {
  test('an Aperio slide keeps its thumbnail and loses label and macro', async () => {
    const copy = await deidentify(sharedSlide('CMU-1-Small-Region.svs'));
    expect(copy).toMatchObject({ format: 'aperio', removedImages: ['label', 'macro'], hasThumbnail: true });
    for (const gone of ['CMU-1', 'b414003d', 'CPAPERIOCS', '12/29/09', '1004486', 'label', 'macro'])
      expect(copy.bytes.includes(gone)).toBe(false);
    for (const kept of ['AppMag = 20', 'MPP = 0.4990']) expect(copy.bytes.includes(kept)).toBe(true);
  });

  test.each(['openslide-python_small.svs', 'openslide-python_boxes.tiff'])('%s is copied', async (name) => {
    const copy = await deidentify(sharedSlide(name));
    expect(copy.removedImages).toEqual([]);
  });

  test('one with an unknown compression is refused', async () => {
    await expect(deidentify(sharedSlide('openslide-python_unopenable.tiff'))).rejects.toMatchObject({
      code: 'deidentification-failed',
    });
  });
});
