/* A builder of TIFF files, byte by byte, for what no program would write. Classic, little endian. */

export interface BuiltTag {
  readonly tag: number;
  readonly type: number;
  /** numbers of type 3 and 4, or bytes as they are */
  readonly values: readonly number[] | Buffer;
}

export interface BuiltDirectory {
  readonly tags: readonly BuiltTag[];
  /** strips or tiles; their tables are added to the tags */
  readonly parts: readonly Buffer[];
  readonly isTiled?: boolean;
  readonly subDirectories?: readonly BuiltDirectory[];
}

interface Extras {
  /** bytes between directories that nothing points to */
  readonly orphan?: Buffer;
  /** bytes after the end */
  readonly trailing?: Buffer;
}

/** Type of an ASCII tag, and its value. */
export function text(tag: number, value: string): BuiltTag {
  return { tag, type: 2, values: Buffer.from(`${value}\0`, 'utf8') };
}

export function short(tag: number, ...values: readonly number[]): BuiltTag {
  return { tag, type: 3, values };
}

export function bytes(tag: number, value: Buffer): BuiltTag {
  return { tag, type: 7, values: value };
}

/** The tags of an 8-bit RGB image in tiles of 16 pixels. */
export function rgbTags(widthPx: number, heightPx: number, compression = 1): readonly BuiltTag[] {
  return [
    short(256, widthPx),
    short(257, heightPx),
    short(258, 8, 8, 8),
    short(259, compression),
    short(262, 2),
    short(277, 3),
    short(284, 1),
    short(322, 16),
    short(323, 16),
  ];
}

/** Tiles of 16 x 16 pixels, each of another colour. */
export function rgbTiles(widthPx: number, heightPx: number): readonly Buffer[] {
  const count = Math.ceil(widthPx / 16) * Math.ceil(heightPx / 16);
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(Array.from({ length: 16 * 16 * 3 }, (_, at) => (i * 40 + at * 7) % 251)),
  );
}

/** @returns the bytes of a file with these directories in its main chain */
export function aTiff(directories: readonly BuiltDirectory[], { orphan, trailing }: Extras = {}): Buffer {
  const pieces: Buffer[] = [Buffer.from('II*\0\0\0\0\0', 'latin1')];
  let at = 8;
  const place = (piece: Buffer): number => {
    const placedAt = at + (at % 2);
    pieces.push(Buffer.alloc(at % 2), piece);
    at = placedAt + piece.length;
    return placedAt;
  };
  const placeDirectory = (directory: BuiltDirectory, next: number): number => {
    const listed = (directory.subDirectories ?? []).map((each) => placeDirectory(each, 0));
    const [offsetsTag, countsTag] = (directory.isTiled ?? true) ? [324, 325] : [273, 279];
    const offsets = directory.parts.map(place);
    const tags = [
      ...directory.tags,
      { tag: offsetsTag, type: 4, values: offsets },
      { tag: countsTag, type: 4, values: directory.parts.map((part) => part.length) },
      ...(listed.length === 0 ? [] : [{ tag: 330, type: 4, values: listed }]),
    ].sort((a, b) => a.tag - b.tag);
    const entries = tags.map((tag) => entryOf(tag, place));
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    return place(Buffer.concat([count, ...entries, u32(next)]));
  };
  let next = 0;
  for (const directory of directories.toReversed()) {
    next = placeDirectory(directory, next);
    if (orphan !== undefined) place(orphan);
  }
  if (trailing !== undefined) place(trailing);
  const file = Buffer.concat(pieces);
  file.writeUInt32LE(next, 4);
  return file;
}

function entryOf({ tag, type, values }: BuiltTag, place: (piece: Buffer) => number): Buffer {
  const raw = Buffer.isBuffer(values)
    ? values
    : Buffer.concat(values.map((value) => (type === 3 ? u16(value) : u32(value))));
  const inline = Buffer.alloc(4);
  if (raw.length <= 4) raw.copy(inline);
  else inline.writeUInt32LE(place(raw));
  return Buffer.concat([u16(tag), u16(type), u32(values.length), inline]);
}

function u16(value: number): Buffer {
  const raw = Buffer.alloc(2);
  raw.writeUInt16LE(value);
  return raw;
}

function u32(value: number): Buffer {
  const raw = Buffer.alloc(4);
  raw.writeUInt32LE(value);
  return raw;
}
