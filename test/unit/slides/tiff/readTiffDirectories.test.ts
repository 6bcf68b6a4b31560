import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isNdpi, readTiffDirectories } from '../../../../main/slides/tiff/readTiffDirectories.ts';
import { openTiffFile } from '../../../../main/slides/tiff/tiffFile.ts';
import { readNumbers, readText, tiffTags } from '../../../../main/slides/tiff/tiffTags.ts';
import { addTiffText } from '../../../helpers/addTiffText.ts';
import { aFolder } from '../slideFolder.ts';
import { aPatternImage } from './tiledTiff.ts';

async function directoriesOf(bytes: Uint8Array) {
  const folder = await aFolder({ 'a.tif': bytes });
  const file = await openTiffFile(join(folder, 'a.tif'));
  try {
    const directories = await readTiffDirectories(file);
    const widths = await Promise.all(
      directories.map(async ({ tags }) => {
        const tag = tags.get(tiffTags.imageWidth);
        return tag === undefined ? undefined : (await readNumbers(file, tag))[0];
      }),
    );
    return { directories, widths };
  } finally {
    await file.dispose();
  }
}

interface Order {
  readonly isBig: boolean;
  readonly isLittleEndian: boolean;
}

/** A file of directories, each with its width, its successor and its SubIFDs, by index; 'lost' is a pointer beyond
 *  the end of the file. */
function aChain(
  order: Order,
  directories: readonly {
    readonly next?: number | 'lost';
    readonly subDirectories?: readonly number[];
    readonly extraTag?: number;
  }[],
): Buffer {
  const { isBig, isLittleEndian: little } = order;
  const strideBytes = 256;
  const startOf = (index: number) => 64 + index * strideBytes;
  const bytes = Buffer.alloc(startOf(directories.length));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const writeOffset = (at: number, value: number) => {
    if (isBig) view.setBigUint64(at, BigInt(value), little);
    else view.setUint32(at, value, little);
  };
  bytes.write(little ? 'II' : 'MM', 'latin1');
  view.setUint16(2, isBig ? 43 : 42, little);
  if (isBig) view.setUint16(4, 8, little);
  writeOffset(isBig ? 8 : 4, startOf(0));
  for (const [index, { next, subDirectories = [], extraTag }] of directories.entries()) {
    const entries = [
      {
        tag: tiffTags.imageWidth,
        type: 3,
        count: 1,
        write: (at: number) => view.setUint16(at, 100 + index, little),
      },
      ...(subDirectories.length === 0
        ? []
        : [
            {
              tag: tiffTags.subDirectories,
              type: isBig ? 18 : 13,
              count: subDirectories.length,
              write: (at: number) => {
                const width = isBig ? 8 : 4;
                const valuesAt = subDirectories.length === 1 ? at : startOf(index) + 160;
                if (subDirectories.length > 1) writeOffset(at, valuesAt);
                for (const [i, each] of subDirectories.entries())
                  writeOffset(valuesAt + i * width, startOf(each));
              },
            },
          ]),
      ...(extraTag === undefined ? [] : [{ tag: extraTag, type: 4, count: 1, write: () => undefined }]),
    ];
    const at = startOf(index);
    if (isBig) view.setBigUint64(at, BigInt(entries.length), little);
    else view.setUint16(at, entries.length, little);
    const entryBytes = isBig ? 20 : 12;
    const entriesAt = at + (isBig ? 8 : 2);
    for (const [i, entry] of entries.entries()) {
      const entryAt = entriesAt + i * entryBytes;
      view.setUint16(entryAt, entry.tag, little);
      view.setUint16(entryAt + 2, entry.type, little);
      writeOffset(entryAt + 4, entry.count);
      entry.write(entryAt + (isBig ? 12 : 8));
    }
    const pointer = next === 'lost' ? bytes.length + 99 : next === undefined ? 0 : startOf(next);
    writeOffset(entriesAt + entries.length * entryBytes, pointer);
  }
  return bytes;
}

const orders: readonly Order[] = [false, true].flatMap((isBig) =>
  [true, false].map((isLittleEndian) => ({ isBig, isLittleEndian })),
);

test.each(orders)('the chain and its SubIFDs are read in their order, %o', async (order) => {
  const bytes = aChain(order, [{ next: 1, subDirectories: [2, 3] }, {}, {}, { subDirectories: [4] }, {}]);
  const { directories, widths } = await directoriesOf(bytes);
  expect(widths).toEqual([100, 101, 102, 103, 104]);
  expect(directories.map(({ parent }) => parent)).toEqual([undefined, undefined, 0, 0, 3]);
});

test.each(orders)('chains without end and pointers beyond the file are refused, %o', async (order) => {
  const faults = [
    { bytes: aChain(order, [{ next: 1 }, { next: 0 }]), said: /leads back to itself/ },
    { bytes: aChain(order, [{ next: 0 }]), said: /leads back to itself/ },
    { bytes: aChain(order, [{ subDirectories: [0] }]), said: /leads back to itself/ },
    { bytes: aChain(order, [{ next: 'lost' }]), said: /refers to byte/ },
    { bytes: aChain(order, [{}]).fill(0, order.isBig ? 8 : 4, 16), said: /holds no image/ },
  ];
  for (const { bytes, said } of faults)
    await expect(directoriesOf(bytes)).rejects.toMatchObject({
      code: 'slide-unreadable',
      message: expect.stringMatching(said),
    });
});

test('SubIFDs that follow each other are read once', async () => {
  const order = { isBig: false, isLittleEndian: true };
  const { widths } = await directoriesOf(aChain(order, [{ subDirectories: [1, 2] }, { next: 2 }, {}]));
  expect(widths).toEqual([100, 101, 102]);
});

test('more images than any slide has are refused', async () => {
  const order = { isBig: false, isLittleEndian: true };
  const chain = Array.from({ length: 4097 }, (_, index) => (index < 4096 ? { next: index + 1 } : {}));
  await expect(directoriesOf(aChain(order, chain))).rejects.toMatchObject({
    message: expect.stringContaining('more than 4096 images'),
  });
});

test('an NDPI file is known by its tag, and its chain is left alone', async () => {
  const order = { isBig: false, isLittleEndian: true };
  const bytes = aChain(order, [{ next: 'lost', extraTag: tiffTags.ndpiFormat }]);
  const { directories } = await directoriesOf(bytes);
  expect([directories.length, isNdpi(directories)]).toEqual([1, true]);
});

test('values that lie beyond the file or are too many are refused when they are read', async () => {
  const order = { isBig: true, isLittleEndian: true };
  const bytes = aChain(order, [{}]);
  // the first entry: its count, then its value
  bytes.writeBigUInt64LE(2n ** 40n, 64 + 8 + 4);
  bytes.writeBigUInt64LE(100n, 64 + 8 + 12);
  await expect(directoriesOf(bytes)).rejects.toMatchObject({ code: 'slide-unreadable' });
  bytes.writeBigUInt64LE(2n ** 60n, 64 + 8 + 4);
  await expect(directoriesOf(bytes)).rejects.toMatchObject({ code: 'slide-unreadable' });
});

test('text and fractions are read', async () => {
  const plain = await aPatternImage(32, 32).tiff({ xres: 4000, yres: 4000 }).toBuffer();
  const bytes = addTiffText(plain, tiffTags.imageDescription, 'smear 7 of µm');
  const folder = await aFolder({ 'a.tif': bytes });
  const file = await openTiffFile(join(folder, 'a.tif'));
  const [first] = await readTiffDirectories(file);
  const [text, resolution] = [tiffTags.imageDescription, tiffTags.xResolution].map((tag) =>
    first?.tags.get(tag),
  );
  if (text === undefined || resolution === undefined) throw new Error('tags are missing');
  expect(await readText(file, text)).toBe('smear 7 of µm');
  // 4000 pixels a millimetre are 101,600 an inch
  expect(await readNumbers(file, resolution)).toEqual([101_600]);
  await expect(readNumbers(file, text)).rejects.toMatchObject({ code: 'slide-unreadable' });
  await file.dispose();
});

test('what is no TIFF is refused', async () => {
  for (const text of ['', 'II', 'II*\0', 'MM\0+\0\x04\0\0aaaaaaaaaaa', 'PK-file-of-another-kind'])
    await expect(directoriesOf(Buffer.from(text, 'latin1')), text).rejects.toMatchObject({
      code: 'slide-unreadable',
    });
});
