import type { Random } from '../../main/domain/randomNumbers.ts';

/** Numbers that break readers: nothing, signs, sizes just beyond a type. */
const nastyNumbers = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const mutations: readonly Mutation[] = [
  flipBits,
  flipBits,
  writeNastyNumber,
  writeNastyNumber,
  writeNastyNumber,
  scatterNastyNumbers,
  cutShort,
  cutOut,
  repeatPart,
  fillPart,
  appendNoise,
  copyWithin,
];

/** A damaged copy of a file: one to three mutations, half of them in its first kilobyte, where headers are.
 *  The same random numbers give the same copy. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated: Buffer = Buffer.from(bytes);
  const count = 1 + Math.floor(random() * 3);
  for (let i = 0; i < count && mutated.length > 0; i += 1) {
    const mutation = mutations[Math.floor(random() * mutations.length)] ?? flipBits;
    mutated = mutation(mutated, random);
  }
  return mutated;
}

/** A place in the file: half of the time in its head, else anywhere (a TIFF's directories may stand last). */
function anyPlace(bytes: Buffer, random: Random): number {
  const reach = random() < 0.5 ? Math.min(bytes.length, 1024) : bytes.length;
  return Math.floor(random() * reach);
}

function flipBits(bytes: Buffer, random: Random): Buffer {
  const count = 1 + Math.floor(random() * 16);
  for (let i = 0; i < count; i += 1) {
    const at = anyPlace(bytes, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return bytes;
}

function writeNastyNumber(bytes: Buffer, random: Random): Buffer {
  const value = nastyNumbers[Math.floor(random() * nastyNumbers.length)] ?? 0;
  const width = ([1, 2, 4] as const)[Math.floor(random() * 3)] ?? 4;
  const at = anyPlace(bytes, random);
  if (at + width > bytes.length) return bytes;
  const cut = width === 4 ? value : value & (2 ** (8 * width) - 1);
  if (random() < 0.5) bytes.writeUIntLE(cut >>> 0, at, width);
  else bytes.writeUIntBE(cut >>> 0, at, width);
  return bytes;
}

function scatterNastyNumbers(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let i = 0; i < 8; i += 1) mutated = writeNastyNumber(mutated, random);
  return mutated;
}

function cutShort(bytes: Buffer, random: Random): Buffer {
  return bytes.subarray(0, Math.floor(random() * bytes.length));
}

function cutOut(bytes: Buffer, random: Random): Buffer {
  const at = anyPlace(bytes, random);
  const length = 1 + Math.floor(random() * 64);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
}

function repeatPart(bytes: Buffer, random: Random): Buffer {
  const at = anyPlace(bytes, random);
  const part = bytes.subarray(at, at + 1 + Math.floor(random() * 256));
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
}

function fillPart(bytes: Buffer, random: Random): Buffer {
  const at = anyPlace(bytes, random);
  const end = Math.min(bytes.length, at + 1 + Math.floor(random() * 512));
  bytes.fill(random() < 0.5 ? 0 : 0xff, at, end);
  return bytes;
}

function appendNoise(bytes: Buffer, random: Random): Buffer {
  const noise = Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
  return Buffer.concat([bytes, noise]);
}

function copyWithin(bytes: Buffer, random: Random): Buffer {
  const from = anyPlace(bytes, random);
  bytes.copyWithin(anyPlace(bytes, random), from, from + 1 + Math.floor(random() * 128));
  return bytes;
}
