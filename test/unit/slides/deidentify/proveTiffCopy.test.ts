import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { proveTiffCopy } from '../../../../main/slides/deidentify/proveTiffCopy.ts';
import { aJpegField } from '../slideFolder.ts';
import { aTiff, bytes, rgbTags, rgbTiles, short, text } from './aTiff.ts';
import { deidentifyBytes, type ProvedCopy } from './copySlide.ts';
import { plantedName } from './plantedName.ts';

describe('the proof fails', () => {
  async function aCopy(): Promise<ProvedCopy> {
    const jpeg = await aJpegField(16, 16);
    const description = `Aperio Image Library v11.2.1\r\n32x32 (16x16) JPEG/RGB Q=30|AppMag = 20|User = ${plantedName}|MPP = 0.5`;
    const profile = Buffer.alloc(200);
    profile.write('acsp', 36);
    profile.writeUInt32BE(200);
    const tags = [...rgbTags(32, 32, 7), text(270, description), bytes(34675, profile), short(530, 2, 2)];
    return deidentifyBytes(aTiff([{ tags, parts: [jpeg, jpeg, jpeg, jpeg] }]));
  }

  async function proveChanged(copy: ProvedCopy, changed: Buffer): Promise<unknown> {
    await writeFile(copy.copyPath, changed);
    return proveTiffCopy(copy.sourcePath, copy.copyPath, undefined);
  }

  function replaced(file: Buffer, from: string | Buffer, to: string | Buffer): Buffer {
    const at = file.indexOf(from);
    expect(at).toBeGreaterThan(-1);
    const changed = Buffer.from(file);
    changed.set(Buffer.from(to), at);
    return changed;
  }

  test.each([
    [
      'when bytes are added at its end',
      (file: Buffer) => Buffer.concat([file, Buffer.from('x')]),
      'after its last image',
    ],
    [
      'when a name stands in the description',
      (file: Buffer) => replaced(file, 'AppMag = 20', 'User = Erik'),
      'description',
    ],
    [
      'when a name stands after the description',
      (file: Buffer) => replaced(file, '|MPP = 0.5', '\0Mustermann'.slice(0, 10)),
      'description',
    ],
    [
      'when the name stands in the ICC profile',
      (file: Buffer) => replaced(file, Buffer.alloc(40), plantedName),
      'property 34675',
    ],
    [
      'when a pixel is another',
      (file: Buffer) => replaced(file, Buffer.from([0xff, 0xda]), Buffer.from([0xff, 0xd9])),
      'tile 0',
    ],
    ['when a tag is a private one', (file: Buffer) => retagged(file, 530, 65000), 'private tag 65000'],
    ['when a tag is Artist', (file: Buffer) => retagged(file, 530, 315), 'Artist'],
    ['when a tag is of no known type', (file: Buffer) => retyped(file, 530, 99), 'more than its tags'],
    ['when a number is another', (file: Buffer) => revalued(file, 530, 1), 'property 530'],
    [
      'when a short value has letters behind it',
      (file: Buffer) => revalued(file, 259, 7 + 65 * 65536),
      'more than its tags',
    ],
  ])('%s', async (_when, change, said) => {
    const copy = await aCopy();
    await expect(proveChanged(copy, change(copy.bytes))).rejects.toMatchObject({
      code: 'deidentification-failed',
      message: expect.stringContaining(said),
    });
  });

  test('when a label image is hung on the chain', async () => {
    const copy = await aCopy();
    const label = aTiff([{ tags: [...rgbTags(16, 48)], parts: rgbTiles(16, 48) }]);
    const shifted = shiftedDirectories(label, copy.bytes.length);
    const changed = Buffer.concat([copy.bytes, shifted.bytes]);
    changed.writeUInt32LE(shifted.firstAt, nextPointerAt(changed));
    await expect(proveChanged(copy, changed)).rejects.toThrow('no part of the smear (image 1)');
  });

  test('when a removed text is left among the pixels', async () => {
    const tiles = rgbTiles(32, 32).map((tile) =>
      Buffer.concat([Buffer.from(plantedName), tile]).subarray(0, tile.length),
    );
    const file = aTiff([{ tags: [...rgbTags(32, 32), text(315, plantedName)], parts: tiles }]);
    await expect(deidentifyBytes(file)).rejects.toThrow('a text of Artist is left');
  });

  test('and never tells the text', async () => {
    const tiles = rgbTiles(32, 32).map((tile) =>
      Buffer.concat([Buffer.from(plantedName), tile]).subarray(0, tile.length),
    );
    const file = aTiff([{ tags: [...rgbTags(32, 32), text(315, plantedName)], parts: tiles }]);
    await expect(deidentifyBytes(file)).rejects.not.toThrow('Muster');
  });
});

/** Byte of an entry of the first directory of a classic little-endian file. */
function entryAt(file: Buffer, tag: number): number {
  const directory = file.readUInt32LE(4);
  for (let i = 0; i < file.readUInt16LE(directory); i += 1)
    if (file.readUInt16LE(directory + 2 + 12 * i) === tag) return directory + 2 + 12 * i;
  throw new Error(`The file has no tag ${tag}`);
}

function nextPointerAt(file: Buffer): number {
  const directory = file.readUInt32LE(4);
  return directory + 2 + 12 * file.readUInt16LE(directory);
}

function changedAt(file: Buffer, change: (changed: Buffer) => void): Buffer {
  const changed = Buffer.from(file);
  change(changed);
  return changed;
}

function retagged(file: Buffer, from: number, to: number): Buffer {
  return changedAt(file, (changed) => changed.writeUInt16LE(to, entryAt(file, from)));
}

function retyped(file: Buffer, tag: number, type: number): Buffer {
  return changedAt(file, (changed) => changed.writeUInt16LE(type, entryAt(file, tag) + 2));
}

function revalued(file: Buffer, tag: number, value: number): Buffer {
  return changedAt(file, (changed) => changed.writeUInt32LE(value, entryAt(file, tag) + 8));
}

/** The directories of a file as they must be when they lie further down in another. */
function shiftedDirectories(file: Buffer, by: number): { readonly bytes: Buffer; readonly firstAt: number } {
  const directory = file.readUInt32LE(4);
  const shifted = Buffer.from(file);
  for (let i = 0; i < file.readUInt16LE(directory); i += 1) {
    const entry = directory + 2 + 12 * i;
    const isOutside = file.readUInt16LE(entry + 2) === 3 && file.readUInt32LE(entry + 4) > 2;
    const isOffset = file.readUInt16LE(entry) === 324;
    if (isOutside || isOffset) shifted.writeUInt32LE(file.readUInt32LE(entry + 8) + by, entry + 8);
  }
  return { bytes: shifted, firstAt: directory + by };
}
