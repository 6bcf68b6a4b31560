import { proofFailure } from './proofFailure.ts';

/** What a part of a copy's bytes is. In those that were checked by themselves letters are chance or allowed: numbers,
 *  code tables, a description of a strict form. Those about the device (an ICC profile, the maker's name) may say
 *  what another text about it said. */
export type RangeKind = 'pixels' | 'checked' | 'device' | 'other';

export interface ByteRange {
  readonly start: number;
  /** byte after the last */
  readonly end: number;
  readonly kind: RangeKind;
}

/** Bytes that a writer may leave between two parts to align the second. */
const mostPaddingBytes = 7;

/** Checks that each byte of a copy belongs to a known part of it, none to two, and that padding is zero; so there
 *  is no room for anything else.
 *  @param ranges of the whole file, in any order; the same range may be there twice
 *  @returns them in order, each once, neighbouring pixels as one
 *  @throws LabError 'deidentification-failed' */
export async function accountForBytes(
  ranges: readonly ByteRange[],
  file: { readonly sizeBytes: number; readBytes(at: number, byteLength: number): Promise<Buffer> },
): Promise<readonly ByteRange[]> {
  const sorted = ranges.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const ordered: ByteRange[] = [];
  let previous: ByteRange = { start: 0, end: 0, kind: 'other' };
  for (const range of sorted) {
    if (range.start === previous.start && range.end === previous.end) continue;
    if (range.start < previous.end) throw proofFailure(`two parts of it overlap at byte ${range.start}`);
    const gap = range.start - previous.end;
    if (gap > 0) {
      const padding = await file.readBytes(previous.end, Math.min(gap, mostPaddingBytes));
      if (gap > mostPaddingBytes || padding.some((byte) => byte !== 0))
        throw proofFailure(`it holds ${gap} bytes at byte ${previous.end} that belong to no image`);
    }
    const last = ordered.at(-1);
    const isJoined = last?.kind === 'pixels' && range.kind === 'pixels' && gap === 0;
    if (isJoined) ordered[ordered.length - 1] = { ...range, start: last.start };
    else ordered.push(range);
    previous = range;
  }
  const covered = previous.end;
  if (covered === file.sizeBytes) return ordered;
  throw proofFailure(`it holds ${file.sizeBytes - covered} bytes after its last image`);
}

/** Which part a byte lies in. @param ordered as `accountForBytes` gives them */
export function rangeAt(ordered: readonly ByteRange[], at: number): ByteRange | undefined {
  let [low, high] = [0, ordered.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ordered[middle];
    if (range === undefined) return undefined;
    if (at < range.start) high = middle - 1;
    else if (at >= range.end) low = middle + 1;
    else return range;
  }
  return undefined;
}
