/* A builder of DICOM whole-slide images, byte by byte. Little endian. */

/** Tag, representation, and a text, bytes, or the items of a sequence. */
export type BuiltElement = readonly [
  tag: number,
  vr: string,
  value: string | Buffer | readonly (readonly BuiltElement[])[],
];

interface SlideOptions {
  /** added to those of a plain slide, in place of one with the same tag */
  readonly elements?: readonly BuiltElement[];
  readonly transferSyntax?: string;
  /** sequences and items end with delimiters */
  readonly isDelimited?: boolean;
  /** encapsulated; native pixels unless given */
  readonly frames?: readonly Buffer[];
  readonly preamble?: string;
  /** bytes after the pixel data */
  readonly trailing?: Buffer;
}

export const explicitSyntax = '1.2.840.10008.1.2.1';
export const implicitSyntax = '1.2.840.10008.1.2';
export const jpegSyntax = '1.2.840.10008.1.2.4.50';
export const wholeSlideClass = '1.2.840.10008.5.1.4.1.1.77.1.6';
const longForms = ['OB', 'OW', 'OV', 'SQ', 'UC', 'UN', 'UR', 'UT'];

export function us(value: number): Buffer {
  return Buffer.from([value & 255, value >> 8]);
}

export function ul(value: number): Buffer {
  const raw = Buffer.alloc(4);
  raw.writeUInt32LE(value);
  return raw;
}

/** What every slide of the tests has: one level of 2 x 2 tiles of 8 pixels. */
function plainElements(frameCount: number): readonly BuiltElement[] {
  return [
    [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\VOLUME\\NONE'],
    [0x00080016, 'UI', wholeSlideClass],
    [0x00080018, 'UI', '1.2.3.4.1'],
    [0x00080023, 'DA', '20260102'],
    [0x00080060, 'CS', 'SM'],
    [0x00080070, 'LO', 'Maker'],
    [0x00100010, 'PN', 'Mustermann^Erika'],
    [0x00100020, 'LO', 'H-4711-2026'],
    [0x0020000d, 'UI', '1.2.3.4.2'],
    [0x0020000e, 'UI', '1.2.3.4.3'],
    [0x00200013, 'IS', '1'],
    [0x00280002, 'US', us(3)],
    [0x00280004, 'CS', 'RGB'],
    [0x00280006, 'US', us(0)],
    [0x00280008, 'IS', String(frameCount)],
    [0x00280010, 'US', us(8)],
    [0x00280011, 'US', us(8)],
    [0x00280100, 'US', us(8)],
    [0x00280301, 'CS', 'NO'],
    [0x00480006, 'UL', ul(16)],
    [0x00480007, 'UL', ul(16)],
    [0x00480105, 'SQ', [[[0x00480106, 'SH', '1']]]],
    [0x52009229, 'SQ', [[[0x00289110, 'SQ', [[[0x00280030, 'DS', '0.0005\\0.0005']]]]]]],
  ];
}

/** Pixels of four frames. */
export function nativePixels(): Buffer {
  return Buffer.from(Array.from({ length: 4 * 8 * 8 * 3 }, (_, i) => (i * 37) % 251));
}

export function aDicomSlide(options: SlideOptions = {}): Buffer {
  const { transferSyntax = explicitSyntax, frames, elements = [] } = options;
  const isExplicit = transferSyntax !== implicitSyntax;
  const plain = plainElements(frames?.length ?? 4).filter(([tag]) => !elements.some(([own]) => own === tag));
  const all = [...plain, ...elements].sort(([a], [b]) => a - b);
  const write = (element: BuiltElement) => writeElement(element, isExplicit, options.isDelimited ?? false);
  const meta: readonly BuiltElement[] = [
    [0x00020002, 'UI', String(all.find(([tag]) => tag === 0x00080016)?.[2])],
    [0x00020003, 'UI', '1.2.3.4.1'],
    [0x00020010, 'UI', transferSyntax],
    [0x00020016, 'AE', 'H-4711-2026'],
  ];
  return Buffer.concat([
    Buffer.from((options.preamble ?? '').padEnd(128, '\0'), 'latin1'),
    Buffer.from('DICM'),
    ...meta.map((element) => writeElement(element, true, false)),
    ...all.map(write),
    frames === undefined ? write([0x7fe00010, 'OW', nativePixels()]) : encapsulate(frames, isExplicit),
    options.trailing ?? Buffer.alloc(0),
  ]);
}

/** @returns the bytes of one element as a file of this kind has it */
export function writeElement(
  [tag, vr, value]: BuiltElement,
  isExplicit: boolean,
  isDelimited: boolean,
): Buffer {
  const isSequence = Array.isArray(value);
  const raw = isSequence
    ? Buffer.concat(
        (value as readonly (readonly BuiltElement[])[]).map((item) =>
          writeItem(item, isExplicit, isDelimited),
        ),
      )
    : paddedValue(vr, value as string | Buffer);
  const length = isSequence && isDelimited ? 0xffffffff : raw.length;
  const end = isSequence && isDelimited ? Buffer.concat([u32Tag(0xfffee0dd), ul(0)]) : Buffer.alloc(0);
  const form = Buffer.from(vr, 'latin1');
  const head = !isExplicit
    ? ul(length)
    : longForms.includes(vr)
      ? Buffer.concat([form, us(0), ul(length)])
      : Buffer.concat([form, us(length)]);
  return Buffer.concat([u32Tag(tag), head, raw, end]);
}

function writeItem(elements: readonly BuiltElement[], isExplicit: boolean, isDelimited: boolean): Buffer {
  const raw = Buffer.concat(elements.map((element) => writeElement(element, isExplicit, isDelimited)));
  return isDelimited
    ? Buffer.concat([u32Tag(0xfffee000), ul(0xffffffff), raw, u32Tag(0xfffee00d), ul(0)])
    : Buffer.concat([u32Tag(0xfffee000), ul(raw.length), raw]);
}

function encapsulate(frames: readonly Buffer[], isExplicit: boolean): Buffer {
  const item = (raw: Buffer) => Buffer.concat([u32Tag(0xfffee000), ul(raw.length), raw]);
  const even = frames.map((frame) => Buffer.concat([frame, Buffer.alloc(frame.length % 2)]));
  let at = 0;
  const table = even.map((frame) => {
    const offset = ul(at);
    at += frame.length + 8;
    return offset;
  });
  const head = isExplicit ? [Buffer.from('OB'), us(0), ul(0xffffffff)] : [ul(0xffffffff)];
  const end = [u32Tag(0xfffee0dd), ul(0)];
  return Buffer.concat([u32Tag(0x7fe00010), ...head, item(Buffer.concat(table)), ...even.map(item), ...end]);
}

function u32Tag(tag: number): Buffer {
  return Buffer.concat([us(Math.floor(tag / 65_536)), us(tag % 65_536)]);
}

function paddedValue(vr: string, value: string | Buffer): Buffer {
  const raw = Buffer.isBuffer(value) ? value : Buffer.from(value, 'utf8');
  return raw.length % 2 === 0
    ? raw
    : Buffer.concat([raw, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ')]);
}
