import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import { describe, expect, test } from 'vitest';
import { findDeidentifiable } from '../../../../main/slides/deidentify/findDeidentifiable.ts';
import { proveDeidentified } from '../../../../main/slides/deidentify/proveDeidentified.ts';
import { writeDeidentified } from '../../../../main/slides/deidentify/writeDeidentified.ts';
import { aFolder, aJpegField } from '../slideFolder.ts';
import {
  aDicomSlide,
  type BuiltElement,
  explicitSyntax,
  implicitSyntax,
  jpegSyntax,
  nativePixels,
  wholeSlideClass,
} from './aDicomSlide.ts';
import { deidentify, deidentifyBytes } from './copySlide.ts';
import { holdsPlanted, plantedId, plantedName, withPlantedSegments } from './plantedName.ts';
import { haveSharedSlides, sharedSlide } from './sharedSlides.ts';

const code = (scheme: string, meaning: string): readonly BuiltElement[] => [
  [0x00080100, 'SH', '1234'],
  [0x00080102, 'SH', scheme],
  [0x00080104, 'LO', meaning],
];

/** A patient's name in every kind of place. */
const everywhere: readonly BuiltElement[] = [
  [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\VOLUME\\NONE'],
  [0x00080020, 'DA', '20260102'],
  [0x00080050, 'SH', plantedId],
  [0x00080070, 'LO', `${plantedName} Optics`],
  [0x00080090, 'PN', 'Doktor^Ursula'],
  [0x00081030, 'LO', plantedName],
  [
    0x00081110,
    'SQ',
    [
      [
        [0x00081155, 'UI', '1.2.3.4.77'],
        [0x00091001, 'LO', plantedName],
      ],
    ],
  ],
  [0x00090010, 'LO', 'LAB PRIVATE'],
  [0x00091002, 'OB', Buffer.from(plantedName)],
  [0x00091003, 'UN', Buffer.from(plantedName, 'utf16le')],
  [0x00091004, 'SQ', [[[0x00100010, 'PN', plantedName]]]],
  [0x00102000, 'LO', 'Allergie gegen Penicillin'],
  [0x00104000, 'LT', `Frau ${plantedName}`],
  [0x00181000, 'LO', 'SN-998877'],
  [0x00200060, 'CS', plantedName.toUpperCase()],
  [0x00204000, 'LT', plantedName],
  [0x00280303, 'CS', 'UNMODIFIED'],
  [0x00400512, 'LO', plantedId],
  [0x00400518, 'SQ', [code('SCT', 'Microscope slide'), code('99LAB', plantedName)]],
  [
    0x00400560,
    'SQ',
    [
      [
        [0x00400551, 'LO', plantedId],
        [0x00400554, 'UI', '1.2.3.4.5'],
        [0x00400600, 'LO', plantedName],
        [0x00400610, 'SQ', [[[0x00400612, 'SQ', [[[0x0040a160, 'UT', plantedName]]]]]]],
      ],
    ],
  ],
  [
    0x00480105,
    'SQ',
    [
      [
        [0x00220016, 'SQ', [code('DCM', 'Brightfield illumination')]],
        [0x00480106, 'SH', plantedId],
        [0x00480107, 'ST', plantedName],
      ],
    ],
  ],
  [0x60003000, 'OW', Buffer.from(plantedName)],
];

const hidden = {
  preamble: `II*\0${plantedName}`,
  trailing: Buffer.concat([
    Buffer.from([0xfc, 0xff, 0xfc, 0xff]),
    Buffer.from('OB\0\0\x10\0\0\0', 'latin1'),
    Buffer.from(plantedName),
  ]),
};

describe('a patient named in every place of a DICOM slide is gone from the copy', () => {
  test.each([
    ['with lengths', explicitSyntax, false],
    ['with delimiters', explicitSyntax, true],
    ['without representations', implicitSyntax, false],
    ['without representations, with delimiters', implicitSyntax, true],
  ])('%s', async (_how, transferSyntax, isDelimited) => {
    const file = aDicomSlide({ elements: everywhere, transferSyntax, isDelimited, ...hidden });
    expect(holdsPlanted(file)).toBe(true);
    const copy = await deidentifyBytes(file);
    expect(holdsPlanted(copy.bytes)).toBe(false);
    for (const gone of ['Doktor', 'Penicillin', '20260102', '1.2.3.4', '998877', '99LAB', 'PRIVATE'])
      expect(copy.bytes.includes(gone), gone).toBe(false);
    for (const kept of ['0.0005\\0.0005', 'Microscope slide', 'Brightfield', 'YES ', 'PS3.15'])
      expect(copy.bytes.includes(kept), kept).toBe(true);
    expect(copy.bytes.subarray(-nativePixels().length)).toEqual(nativePixels());
    expect(copy.removedTags).toEqual(
      expect.arrayContaining([
        'PatientName',
        'PatientID',
        'PatientComments',
        'StudyDate',
        'private attribute',
        'overlay',
        'Manufacturer',
        'OpticalPathIdentifier',
        'SOPInstanceUID',
        'data after the pixels',
      ]),
    );
    expect(copy.removedTags.join()).not.toContain('Muster');
  });

  test('in comments and EXIF of its JPEG frames, and after their end', async () => {
    const jpeg = await aJpegField(8, 8);
    const frame = Buffer.concat([withPlantedSegments(jpeg), Buffer.from(plantedName)]);
    const copy = await deidentifyBytes(aDicomSlide({ transferSyntax: jpegSyntax, frames: [frame, jpeg] }));
    expect(holdsPlanted(copy.bytes)).toBe(false);
    expect(copy.bytes.includes(jpeg.subarray(20))).toBe(true);
    expect(copy.removedTags).toEqual(
      expect.arrayContaining([
        'JPEG comment',
        'JPEG application data (APP1)',
        'bytes after the pixels of a frame',
      ]),
    );
  });
});

describe('a copy of a DICOM slide', () => {
  test('reads with another parser, says that it is de-identified, and keeps the geometry', async () => {
    const copy = await deidentifyBytes(aDicomSlide());
    const dataSet = dicomParser.parseDicom(copy.bytes);
    expect(dataSet.string('x00120062')).toBe('YES');
    expect(dataSet.string('x00120063')).toContain('PS3.15');
    expect(dataSet.string('x00280303')).toBe('REMOVED');
    expect(dataSet.string('x00100010')).toBeUndefined();
    expect(dataSet.string('x00080023')).toBe('19000101');
    expect(dataSet.string('x00080018')).toMatch(/^2\.25\.\d+$/);
    expect(dataSet.string('x00020003')).toBe(dataSet.string('x00080018'));
    expect(dataSet.uint32('x00480006')).toBe(16);
    expect(dataSet.string('x00080070')).toBe('Maker');
  });

  test('keeps the tables of frame offsets', async () => {
    const jpeg = await aJpegField(8, 8);
    const even = jpeg.length + (jpeg.length % 2);
    const table = (...numbers: readonly number[]) =>
      Buffer.from(new BigUint64Array(numbers.map(BigInt)).buffer);
    const offsets: BuiltElement = [0x7fe00001, 'OV', table(0, even + 8)];
    const lengths: BuiltElement = [0x7fe00002, 'OV', table(jpeg.length, jpeg.length)];
    const slide = { transferSyntax: jpegSyntax, frames: [jpeg, jpeg] };
    const copy = await deidentifyBytes(aDicomSlide({ ...slide, elements: [offsets, lengths] }));
    expect(copy.bytes.includes(table(0, even + 8))).toBe(true);
    const wrong: BuiltElement = [0x7fe00001, 'OV', Buffer.from(plantedName)];
    await expect(deidentifyBytes(aDicomSlide({ ...slide, elements: [wrong] }))).rejects.toMatchObject({
      code: 'slide-unreadable',
    });
  });

  test('of a copy is a copy', async () => {
    const copy = await deidentifyBytes(aDicomSlide({ elements: everywhere }));
    const again = await deidentifyBytes(copy.bytes);
    expect(again.bytes.length).toBeLessThanOrEqual(copy.bytes.length + 16);
  });
});

test('a series loses label and overview, and keeps its identifiers the same in all files', async () => {
  const slide = (flavour: string, instance: string, more: readonly BuiltElement[] = []) =>
    aDicomSlide({
      elements: [
        [0x00080008, 'CS', `ORIGINAL\\PRIMARY\\${flavour}\\NONE`],
        [0x00080018, 'UI', instance],
        ...more,
      ],
    });
  const report = aDicomSlide({ elements: [[0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.11']] });
  const folder = await aFolder({
    'Mustermann 1.dcm': slide('VOLUME', '1.2.3.4.11'),
    'Mustermann 2.dcm': slide('LABEL', '1.2.3.4.12', [[0x00280301, 'CS', 'YES']]),
    'Mustermann 3.dcm': slide('OVERVIEW', '1.2.3.4.13'),
    'Mustermann 4.dcm': slide('THUMBNAIL', '1.2.3.4.14'),
    'Mustermann 5.dcm': slide('VOLUME', '1.2.3.4.15', [[0x00480010, 'CS', 'YES']]),
    'Mustermann 6.dcm': report,
    'Mustermann.txt': 'Mustermann',
  });
  const outPath = join(await mkdtemp(join(await aFolder(), 'x-')), 'copy');
  const found = await findDeidentifiable(folder);
  const written = await writeDeidentified(found, { outPath, signal: undefined, onBytes: undefined });
  const proof = await proveDeidentified(found, written);
  expect(proof.files).toHaveLength(2);
  expect(await readdir(outPath)).toEqual(['slide-0001.dcm', 'slide-0002.dcm']);
  expect(written.removedImages).toEqual([
    'label',
    'overview',
    'an image that shows the label',
    'an object that is no slide image',
  ]);
  expect(written.warnings).toEqual(['1 entries of the folder that are no DICOM files were not copied.']);
  const sets = await Promise.all(
    ['slide-0001.dcm', 'slide-0002.dcm'].map(async (name) =>
      dicomParser.parseDicom(await readFile(join(outPath, name))),
    ),
  );
  const uids = (tag: string) => new Set(sets.map((each) => each.string(tag)));
  expect([uids('x0020000e').size, uids('x0020000d').size, uids('x00080018').size]).toEqual([1, 1, 2]);
});

describe('what cannot be done is refused', () => {
  test.each([
    ['big-endian numbers', aDicomSlide({ transferSyntax: '1.2.840.10008.1.2.2' }), 'big-endian'],
    ['deflated elements', aDicomSlide({ transferSyntax: '1.2.840.10008.1.2.1.99' }), 'deflated'],
    ['burned-in text', aDicomSlide({ elements: [[0x00280301, 'CS', 'YES']] }), 'burned into its pixels'],
    [
      'a label alone',
      aDicomSlide({ elements: [[0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\LABEL\\NONE']] }),
      'only label',
    ],
    [
      'what is no slide',
      aDicomSlide({ elements: [[0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7']] }),
      'no slide image',
    ],
    [
      'JPEG XL',
      aDicomSlide({ transferSyntax: '1.2.840.10008.1.2.4.110', frames: [Buffer.alloc(8)] }),
      'cannot look into',
    ],
    [
      'a damaged frame',
      aDicomSlide({ transferSyntax: jpegSyntax, frames: [Buffer.alloc(8, 1)] }),
      'frame 1 is damaged',
    ],
  ])('%s', async (_what, file, said) => {
    await expect(deidentifyBytes(file)).rejects.toMatchObject({
      code: 'deidentification-failed',
      message: expect.stringContaining(said),
    });
  });

  test.each([1, 100, 700, 900])('a file cut off %i bytes before its end', async (missing) => {
    const file = aDicomSlide();
    await expect(deidentifyBytes(file.subarray(0, -missing))).rejects.toMatchObject({
      code: 'slide-unreadable',
    });
  });

  test('a folder without DICOM files', async () => {
    const folder = await aFolder({ 'field-1.jpg': await aJpegField() });
    await expect(findDeidentifiable(folder)).rejects.toThrow('holds no DICOM files');
  });

  test('a slide that does not say whether text is burned in is copied with a warning', async () => {
    const copy = await deidentifyBytes(aDicomSlide({ elements: [[0x00280301, 'CS', '']] }));
    expect(copy.warnings.join()).toContain('burned');
  });
});

describe.skipIf(!haveSharedSlides)('of the real slides', () => {
  test.each([
    'highdicom_sm_image.dcm',
    'highdicom_sm_image_control.dcm',
    'highdicom_sm_image_jpegls.dcm',
    'openslide-python_boxes_0.dcm',
    'openslide-python_boxes_1.dcm',
  ])('%s loses its names', async (name) => {
    const copy = await deidentify(sharedSlide(name));
    for (const gone of [
      'Physician',
      'S19-1',
      '20091229',
      'CMU-1',
      '1.2.826',
      '1.3.6',
      'PixelMed',
      '17890505',
    ])
      expect(copy.bytes.includes(gone), gone).toBe(false);
    expect(copy.bytes.includes(wholeSlideClass)).toBe(true);
  });
});
