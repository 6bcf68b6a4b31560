/** One element of a DICOM data set, as it lies in a buffer. */
export interface DicomElement {
  /** group and element number, e.g. 0x00100010 */
  readonly tag: number;
  /** two letters; undefined where the file leaves it to the reader (implicit value representation) */
  readonly vr: string | undefined;
  readonly headerAt: number;
  readonly valueAt: number;
  readonly valueEnd: number;
  /** ended by a delimiter instead of a length */
  readonly hasUndefinedLength: boolean;
  /** items of a sequence, whose elements lie from `start` to `end`; undefined when it is none */
  readonly items: readonly DicomItem[] | undefined;
  /** of a private or unknown sequence the items are coded so, whatever the file says */
  readonly isExplicit: boolean;
}

interface DicomItem {
  readonly start: number;
  readonly end: number;
}

/** Bytes that are no DICOM elements, or that end within one. */
export class DicomSyntaxError extends Error {
  /** true when more bytes of the file might mend it */
  readonly isCutShort: boolean;

  constructor(message: string, isCutShort = false) {
    super(message);
    this.name = 'DicomSyntaxError';
    this.isCutShort = isCutShort;
  }
}

/** Where elements lie, and how they are coded. */
export interface DicomStretch {
  readonly start: number;
  readonly end: number;
  readonly isExplicit: boolean;
}

export const pixelDataTag = 0x7fe00010;
const [itemTag, itemEndTag, sequenceEndTag] = [0xfffee000, 0xfffee00d, 0xfffee0dd];
const undefinedLength = 0xffffffff;
/** Value representations whose length is four bytes wide. @see DICOM PS3.5, section 7.1.2 */
const longForms = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
/** No slide nests deeper; a file made to do harm could. */
const mostDepth = 16;

export function hasLongForm(vr: string): boolean {
  return longForms.has(vr);
}

/** The elements of one data set, little endian; those of its sequences' items are read by another call. Ends
 *  before the pixel data. Written for this, because dicom-parser 1.8 misreads the representations OV, SV and UV,
 *  which tables of frame offsets have.
 *  @param stretch of a whole data set, or of an item
 *  @throws DicomSyntaxError */
export function* readElements(
  bytes: Buffer,
  { start, end, isExplicit }: DicomStretch,
  depth = 0,
): Generator<DicomElement, number> {
  if (depth > mostDepth) throw new DicomSyntaxError('sequences are nested too deeply');
  let at = start;
  while (at < end) {
    const element = readElement(bytes, { start: at, end, isExplicit }, depth);
    if (depth === 0 && element.tag === pixelDataTag) return at;
    yield element;
    at = element.hasUndefinedLength ? element.valueEnd + 8 : element.valueEnd;
  }
  return at;
}

/** Elements in the order of their tags, as they must be; of one that is there twice only the first. */
export function orderElements(elements: Iterable<DicomElement>): readonly DicomElement[] {
  const ordered = [...elements].sort((a, b) => a.tag - b.tag);
  return ordered.filter((element, i) => i === 0 || element.tag !== ordered[i - 1]?.tag);
}

interface ElementHead {
  readonly tag: number;
  readonly vr: string | undefined;
  readonly length: number;
  readonly valueAt: number;
}

/** Reads where an element's value begins and how long it claims to be. @throws DicomSyntaxError */
export function readElementHead(bytes: Buffer, { start, end, isExplicit }: DicomStretch): ElementHead {
  if (start + 8 > end) throw new DicomSyntaxError(`an element is cut short at byte ${start}`, true);
  const tag = readTag(bytes, start);
  if (!isExplicit) return { tag, vr: undefined, length: bytes.readUInt32LE(start + 4), valueAt: start + 8 };
  const vr = bytes.toString('latin1', start + 4, start + 6);
  if (!/^[A-Z]{2}$/.test(vr)) throw new DicomSyntaxError(`no value representation at byte ${start}`);
  if (!longForms.has(vr)) return { tag, vr, length: bytes.readUInt16LE(start + 6), valueAt: start + 8 };
  if (start + 12 > end) throw new DicomSyntaxError(`an element is cut short at byte ${start}`, true);
  return { tag, vr, length: bytes.readUInt32LE(start + 8), valueAt: start + 12 };
}

function readElement(bytes: Buffer, stretch: DicomStretch, depth: number): DicomElement {
  const { tag, vr, length, valueAt } = readElementHead(bytes, stretch);
  const isUndefined = length === undefinedLength;
  const head = { tag, vr, headerAt: stretch.start, valueAt, hasUndefinedLength: isUndefined };
  // the items of an unknown sequence have no value representations. @see DICOM PS3.5, section 6.2.2
  const isExplicit = stretch.isExplicit && vr !== 'UN';
  const end = isUndefined ? stretch.end : valueAt + length;
  if (depth === 0 && tag === pixelDataTag) return { ...head, valueEnd: end, items: undefined, isExplicit };
  if (end > stretch.end)
    throw new DicomSyntaxError(`an element reaches beyond its end at byte ${stretch.start}`, depth === 0);
  const isSequence =
    vr === 'SQ' || isUndefined || (vr === undefined && length >= 8 && readTag(bytes, valueAt) === itemTag);
  if (!isSequence) return { ...head, valueEnd: end, items: undefined, isExplicit };
  const items = readItems(bytes, { start: valueAt, end, isExplicit }, { isDelimited: isUndefined, depth });
  return { ...head, valueEnd: isUndefined ? items.end : end, items: items.items, isExplicit };
}

function readItems(
  bytes: Buffer,
  { start, end, isExplicit }: DicomStretch,
  { isDelimited, depth }: { readonly isDelimited: boolean; readonly depth: number },
): { readonly items: readonly DicomItem[]; readonly end: number } {
  const items: DicomItem[] = [];
  let at = start;
  while (at < end) {
    if (at + 8 > end) throw new DicomSyntaxError(`an item is cut short at byte ${at}`, true);
    const tag = readTag(bytes, at);
    const length = bytes.readUInt32LE(at + 4);
    if (isDelimited && tag === sequenceEndTag) return { items, end: at };
    if (tag !== itemTag) throw new DicomSyntaxError(`no item at byte ${at}`);
    const stretch = { start: at + 8, end: length === undefinedLength ? end : at + 8 + length, isExplicit };
    if (stretch.end > end) throw new DicomSyntaxError(`an item reaches beyond its end at byte ${at}`, true);
    const itemEnd = length === undefinedLength ? findItemEnd(bytes, stretch, depth + 1) : stretch.end;
    items.push({ start: stretch.start, end: itemEnd });
    at = length === undefinedLength ? itemEnd + 8 : itemEnd;
  }
  if (isDelimited) throw new DicomSyntaxError('a sequence has no end', true);
  return { items, end: at };
}

/** Where the delimiter of an item stands. */
function findItemEnd(bytes: Buffer, { start, end, isExplicit }: DicomStretch, depth: number): number {
  if (depth > mostDepth) throw new DicomSyntaxError('sequences are nested too deeply');
  let at = start;
  while (at + 8 <= end) {
    if (readTag(bytes, at) === itemEndTag) return at;
    const element = readElement(bytes, { start: at, end, isExplicit }, depth);
    at = element.hasUndefinedLength ? element.valueEnd + 8 : element.valueEnd;
  }
  throw new DicomSyntaxError('an item has no end', true);
}

function readTag(bytes: Buffer, at: number): number {
  return bytes.readUInt16LE(at) * 65_536 + bytes.readUInt16LE(at + 2);
}
