/** A tag of a directory that is to be written. */
export interface WrittenTag {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** its values in the file's byte order */
  readonly bytes: Uint8Array;
}

/** A directory that is to be written, with those that its SubIFDs tag will list. */
export interface WrittenDirectory {
  readonly tags: readonly WrittenTag[];
  readonly subDirectories: readonly WrittenDirectory[];
}

export interface TiffLayout {
  readonly isLittleEndian: boolean;
  readonly isBig: boolean;
}

const subDirectoriesTag = 330;
const [shortType, longType, ifdType, long8Type, ifd8Type] = [3, 4, 13, 16, 18];

/** The first bytes of a TIFF file; where they point is known at the end. */
export function writeTiffHeader({ isLittleEndian, isBig }: TiffLayout, firstDirectoryAt: number): Buffer {
  const header = Buffer.alloc(isBig ? 16 : 8);
  header.write(isLittleEndian ? 'II' : 'MM', 'latin1');
  const shorts = isBig ? [43, 8, 0] : [42];
  for (const [i, each] of shorts.entries())
    header.set(writeNumbers([each], shortType, isLittleEndian), 2 + 2 * i);
  header.set(writeNumbers([firstDirectoryAt], isBig ? long8Type : longType, isLittleEndian), isBig ? 8 : 4);
  return header;
}

/** Numbers as values of type SHORT, LONG or LONG8. */
export function writeNumbers(numbers: ArrayLike<number>, type: number, isLittleEndian: boolean): Buffer {
  const width = type === shortType ? 2 : type === longType || type === ifdType ? 4 : 8;
  const bytes = Buffer.alloc(numbers.length * width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < numbers.length; i += 1) {
    const [at, value] = [i * width, numbers[i] ?? 0];
    if (width === 2) view.setUint16(at, value, isLittleEndian);
    else if (width === 4) view.setUint32(at, value, isLittleEndian);
    else view.setBigUint64(at, BigInt(value), isLittleEndian);
  }
  return bytes;
}

/** Type of an offset in this kind of file. */
export function offsetType({ isBig }: TiffLayout): number {
  return isBig ? long8Type : longType;
}

/** Serialises a chain of directories with all their values, without a gap but padding to their alignment.
 *  @param at byte of the file at which the result will lie, aligned to 8
 *  @returns its bytes, and where the first directory lies */
export function serializeDirectories(
  layout: TiffLayout,
  chain: readonly WrittenDirectory[],
  at: number,
): { readonly pieces: readonly Uint8Array[]; readonly firstAt: number } {
  const pieces: Uint8Array[] = [];
  let position = at;
  const place = (bytes: Uint8Array): number => {
    const padding = (8 - (position % 8)) % 8;
    if (padding > 0) pieces.push(Buffer.alloc(padding));
    const placedAt = position + padding;
    pieces.push(bytes);
    position = placedAt + bytes.length;
    return placedAt;
  };
  // the last first: each directory names its successor and its SubIFDs, whose places must be known
  const placeChain = (directories: readonly WrittenDirectory[], isLinked: boolean): readonly number[] => {
    const places: number[] = [];
    let next = 0;
    for (const { tags, subDirectories } of directories.toReversed()) {
      const listed = placeChain(subDirectories, false);
      const all = listed.length === 0 ? tags : [...tags, listTag(layout, listed)];
      next = placeDirectory(
        layout,
        all.toSorted((a, b) => a.tag - b.tag),
        { next: isLinked ? next : 0, place },
      );
      places.unshift(next);
    }
    return places;
  };
  const [firstAt = 0] = placeChain(chain, true);
  return { pieces, firstAt };
}

function listTag(layout: TiffLayout, offsets: readonly number[]): WrittenTag {
  const type = layout.isBig ? ifd8Type : ifdType;
  return {
    tag: subDirectoriesTag,
    type,
    count: offsets.length,
    bytes: writeNumbers(offsets, type, layout.isLittleEndian),
  };
}

function placeDirectory(
  { isBig, isLittleEndian }: TiffLayout,
  tags: readonly WrittenTag[],
  { next, place }: { readonly next: number; readonly place: (bytes: Uint8Array) => number },
): number {
  const inlineBytes = isBig ? 8 : 4;
  const pointer = isBig ? long8Type : longType;
  const numbers = (value: number, type: number) => writeNumbers([value], type, isLittleEndian);
  const entries = tags.map(({ tag, type, count, bytes }) => {
    const value = Buffer.alloc(inlineBytes);
    value.set(bytes.length <= inlineBytes ? bytes : numbers(place(bytes), pointer));
    return Buffer.concat([numbers(tag, shortType), numbers(type, shortType), numbers(count, pointer), value]);
  });
  const entryCount = numbers(entries.length, isBig ? long8Type : shortType);
  return place(Buffer.concat([entryCount, ...entries, numbers(next, pointer)]));
}
