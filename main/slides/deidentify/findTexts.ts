import { encodingsOf, type RemovedText } from './removedText.ts';

/** Where a text was found. */
export interface FoundText {
  readonly text: RemovedText;
  /** bytes of the file: first, and after the last */
  readonly start: number;
  readonly end: number;
}

/** Looks for many texts at once in a file that is given piece by piece. */
export interface TextFinder {
  /** Bytes by which a piece must begin before the end of the last one. */
  readonly overlapBytes: number;
  /** @param at byte of the file at which the piece begins */
  find(piece: Buffer, at: number): readonly FoundText[];
}

interface Pattern {
  readonly text: RemovedText;
  readonly bytes: Buffer;
}

/** Quantity tables aside, a JPEG stream holds the standard's code tables, in which these letters stand in a row. */
const standardCodeTable = '456789:CDEFGHIJSTUVWXYZcdefghijstuvwxyz';

/** A finder of texts among pixels: only those of 8 bytes and more that are of four different ones at least, for
 *  shorter ones turn up in any slide by chance. */
export function findAmongPixels(texts: readonly RemovedText[]): TextFinder {
  const patterns = patternsOf(texts).filter(
    ({ bytes }) =>
      bytes.length >= 8 && new Set(bytes).size >= 4 && !standardCodeTable.includes(bytes.toString('latin1')),
  );
  return createFinder(patterns, 8);
}

/** A finder of texts in all other bytes of a file. */
export function findAmongText(texts: readonly RemovedText[]): TextFinder {
  return createFinder(patternsOf(texts), 4);
}

function patternsOf(texts: readonly RemovedText[]): readonly Pattern[] {
  return texts.flatMap((text) => encodingsOf(text).map((bytes) => ({ text, bytes })));
}

/** Wu and Manber's search: the last two bytes of a window say how far it may move on.
 *  @param windowBytes at most the length of the shortest pattern */
function createFinder(patterns: readonly Pattern[], windowBytes: number): TextFinder {
  const steps = new Uint8Array(65_536).fill(windowBytes - 1);
  const ending = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    for (let last = 1; last < windowBytes; last += 1) {
      const pair = pairAt(pattern.bytes, last);
      steps[pair] = Math.min(steps[pair] ?? 0, windowBytes - 1 - last);
      if (last === windowBytes - 1) ending.set(pair, [...(ending.get(pair) ?? []), pattern]);
    }
  }
  const find = (piece: Buffer, at: number) => {
    const found: FoundText[] = [];
    if (patterns.length === 0) return found;
    for (let last = windowBytes - 1; last < piece.length; ) {
      const pair = pairAt(piece, last);
      const step = steps[pair] ?? 1;
      last += step === 0 ? 1 : step;
      if (step > 0) continue;
      const start = last - windowBytes;
      for (const { text, bytes } of ending.get(pair) ?? []) {
        const end = start + bytes.length;
        if (end <= piece.length && piece.compare(bytes, 0, bytes.length, start, end) === 0)
          found.push({ text, start: at + start, end: at + end });
      }
    }
    return found;
  };
  return { overlapBytes: patterns.reduce((most, { bytes }) => Math.max(most, bytes.length), 1) - 1, find };
}

function pairAt(bytes: Buffer, last: number): number {
  return ((bytes[last - 1] ?? 0) << 8) | (bytes[last] ?? 0);
}
