import { hasLongForm } from './dicomElements.ts';

/** An element of the copy: its header and value. */
export interface WrittenElement {
  readonly tag: number;
  readonly pieces: readonly Uint8Array[];
  readonly byteLength: number;
}

/** @param value at most 65,534 bytes where the representation's length has two bytes; padded to an even length
 *  @throws RangeError, a bug, when it is longer */
export function writeElement(
  tag: number,
  {
    vr,
    value,
    isExplicit,
  }: { readonly vr: string; readonly value: Uint8Array; readonly isExplicit: boolean },
): WrittenElement {
  const padding = value.length % 2 === 0 ? [] : [Buffer.from(isTextual(vr) ? ' ' : '\0', 'latin1')];
  const length = value.length + padding.length;
  const head = writeElementHead(tag, { vr, length, isExplicit });
  return { tag, pieces: [head, value, ...padding], byteLength: head.length + length };
}

/** Unique identifiers and bytes are padded with NUL, all texts with a blank. */
function isTextual(vr: string): boolean {
  return vr !== 'UI' && !vr.startsWith('O') && vr !== 'UN';
}

/** An item of a sequence, in one piece: a slide may have a hundred thousand. */
export function writeItem(elements: readonly WrittenElement[]): Buffer {
  const itemBytes = elements.reduce((sum, each) => sum + each.byteLength, 0);
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(itemBytes, 4);
  return Buffer.concat([head, ...elements.flatMap((element) => element.pieces)], 8 + itemBytes);
}

/** A sequence whose items have lengths, not delimiters. @param items as `writeItem` gives them */
export function writeSequence(tag: number, items: readonly Buffer[], isExplicit: boolean): WrittenElement {
  const length = items.reduce((sum, item) => sum + item.length, 0);
  const head = writeElementHead(tag, { vr: 'SQ', length, isExplicit });
  return { tag, pieces: [head, ...items], byteLength: head.length + length };
}

/** @param length 0xffffffff for what a delimiter ends */
export function writeElementHead(
  tag: number,
  { vr, length, isExplicit }: { readonly vr: string; readonly length: number; readonly isExplicit: boolean },
): Buffer {
  const isLong = isExplicit && hasLongForm(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(Math.floor(tag / 65_536), 0);
  head.writeUInt16LE(tag % 65_536, 2);
  if (isExplicit) head.write(vr, 4, 'latin1');
  if (isLong || !isExplicit) head.writeUInt32LE(length, head.length - 4);
  else head.writeUInt16LE(length, 6);
  return head;
}
