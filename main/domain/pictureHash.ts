/** What a picture looks like in 256 signs: is it darker to the right, at 16 by 16 places. The same for a picture that
 *  was brightened, encoded anew, resized or shifted a little. */
export interface PictureHash {
  /** 8 words; a 1 where it gets darker */
  readonly signs: Uint32Array;
  /** 8 words; a 1 where it changes at all. Two flat backgrounds do not make two pictures alike */
  readonly textured: Uint32Array;
}

/** Places a side, and words of signs. */
export const pictureHashEdge = 16;
export const pictureHashWords = pictureHashEdge ** 2 / 32;
/** Places that change in one picture or the other; with fewer nothing can be said. */
const leastTextured = 32;

/** Most of the places that change may differ, 0..1, between pictures that are the same one.
 *  Chosen on the twins of kaggle-all (2,911 fields): it finds all 43 pairs of one twin group that are not byte for byte
 *  the same (the farthest 0.070) and no other pair of 4.2 million (the nearest 0.098). Of bccd's 364 fields it finds the
 *  202 that are in txl-pbc too, resized to another shape; 4 of 300 single cells of wbc-masks are alike by it. */
export const nearPictureDistance = 0.08;

/** Part of the places that change in one picture or the other at which they differ, 0..1; 1 where too few change. */
export function pictureDistance(a: PictureHash, b: PictureHash): number {
  let [different, textured] = [0, 0];
  for (let word = 0; word < pictureHashWords; word += 1) {
    const either = (a.textured[word] ?? 0) | (b.textured[word] ?? 0);
    textured += countBits(either);
    different += countBits(((a.signs[word] ?? 0) ^ (b.signs[word] ?? 0)) & either);
  }
  return textured < leastTextured ? 1 : different / textured;
}

/** Two pictures that look alike, by their places in the list. */
export interface NearPair {
  readonly first: number;
  readonly second: number;
  readonly distance: number;
}

/** Hashes side by side in memory, so that all pairs of 20,000 pictures are compared in seconds, of 100,000 in minutes. */
export interface PackedHashes {
  readonly count: number;
  readonly words: Uint32Array;
}

export function packHashes(hashes: readonly PictureHash[]): PackedHashes {
  const words = new Uint32Array(hashes.length * pictureHashWords * 2);
  for (const [index, { signs, textured }] of hashes.entries()) {
    words.set(signs, index * pictureHashWords * 2);
    words.set(textured, index * pictureHashWords * 2 + pictureHashWords);
  }
  return { count: hashes.length, words };
}

/** The pictures before one that look like it. */
export function listNearBefore({ words }: PackedHashes, second: number): readonly NearPair[] {
  const pairs: NearPair[] = [];
  const most = nearPictureDistance * pictureHashEdge ** 2;
  const b = second * pictureHashWords * 2;
  for (let first = 0; first < second; first += 1) {
    const a = first * pictureHashWords * 2;
    let [different, textured] = [0, 0];
    // most pairs are told apart by their first words
    for (let word = 0; word < pictureHashWords && different <= most; word += 1) {
      const either =
        (words[a + pictureHashWords + word] as number) | (words[b + pictureHashWords + word] as number);
      textured += countBits(either);
      different += countBits(((words[a + word] as number) ^ (words[b + word] as number)) & either);
    }
    if (different > most || textured < leastTextured) continue;
    const distance = different / textured;
    if (distance <= nearPictureDistance) pairs.push({ first, second, distance });
  }
  return pairs;
}

/** Number of ones in 32 bits (Warren, Hacker's Delight, 5-2). */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
