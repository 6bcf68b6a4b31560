import { type DicomElement, DicomSyntaxError, readElements } from './dicomElements.ts';
import type { DicomFile } from './dicomFile.ts';
import { profileRow } from './dicomProfile.ts';
import { isAllowedValue, isStandardUid, valuesOf } from './dicomValues.ts';
import { nameRemovedAttribute } from './nameRemovedAttribute.ts';
import { type RemovedText, textsOfBinary, textsOfField } from './removedText.ts';

/** Representations of numbers and codes, which are no texts. */
const wordless = new Set([
  'AT',
  'DS',
  'FD',
  'FL',
  'IS',
  'OD',
  'OF',
  'OL',
  'SL',
  'SS',
  'SV',
  'UL',
  'US',
  'UV',
  'OV',
]);
/** Attributes of equipment, and of published codes: they may turn up in an ICC profile too. */
const deviceTags = new Set([
  0x00080070, 0x00081090, 0x00181020, 0x00181016, 0x00181017, 0x00020013, 0x00020016,
]);
/** A code's value, scheme and meaning are published words; wherever they stood, they name nobody. */
const codeTags = new Set([
  0x00080100, 0x00080102, 0x00080103, 0x00080104, 0x0008010c, 0x00080112, 0x00080115,
]);

/** Of one element. */
const mostBytes = 1_000_000;
/** What may lie after the pixels is looked through so far. */
const mostTrailingBytes = 4_000_000;
const mostTexts = 20_000;

/** Every text that a DICOM file says outside its pixels and that a copy of it must not say: the values of all
 *  elements that are removed, emptied or replaced, at any depth.
 *  @param pixelsEnd byte after the pixel data
 *  @throws LabError 'slide-unreadable' */
export async function listDicomTexts(file: DicomFile, pixelsEnd: number): Promise<readonly RemovedText[]> {
  const texts: RemovedText[] = [];
  const preamble = file.head.subarray(0, 128);
  texts.push(...textsOfBinary(preamble, { name: 'the preamble' }));
  collectInto(texts, file.head, file.meta, true);
  collectInto(texts, file.head, file.elements, false);
  const trailing = Math.min(file.sizeBytes - pixelsEnd, mostTrailingBytes);
  if (trailing > 0) {
    const bytes = await file.readBytes(pixelsEnd, trailing);
    texts.push(...textsOfBinary(bytes, { name: 'data after the pixels' }));
  }
  return texts;
}

function collectInto(
  texts: RemovedText[],
  head: Buffer,
  elements: Iterable<DicomElement>,
  isGone: boolean,
  depth = 0,
): void {
  for (const element of elements) {
    if (texts.length > mostTexts) return;
    const row = profileRow(element.tag);
    const value = head.subarray(element.valueAt, Math.min(element.valueEnd, element.valueAt + mostBytes));
    const isOwnGone = isGone || row?.action !== 'keep';
    if (element.items !== undefined) {
      for (const item of element.items) {
        const stretch = { ...item, isExplicit: element.isExplicit };
        try {
          collectInto(texts, head, readElements(head, stretch, depth + 1), isOwnGone, depth + 1);
        } catch (error) {
          // fragments of an icon's pixels, which are no elements
          if (!(error instanceof DicomSyntaxError)) throw error;
          texts.push(...textsOfBinary(head.subarray(item.start, item.end), { name: nameOf(element.tag) }));
        }
      }
    } else if (isOwnGone || (row !== undefined && !isAllowedValue(row, value)))
      texts.push(...textsOfElement(element, value));
  }
}

function nameOf(tag: number): string {
  return profileRow(tag)?.name ?? nameRemovedAttribute(tag);
}

function textsOfElement({ tag, vr: ownVr }: DicomElement, value: Buffer): readonly RemovedText[] {
  const vr = ownVr ?? profileRow(tag)?.vr ?? 'UN';
  if (wordless.has(vr) || codeTags.has(tag)) return [];
  const field = { name: nameOf(tag), isDevice: deviceTags.has(tag) };
  if (vr === 'OB' || vr === 'OW') return textsOfBinary(value, field);
  const isText = value.every(
    (byte) => byte >= 0x20 || byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 27,
  );
  if (!isText) return textsOfBinary(value, field);
  const values = valuesOf(value);
  if (vr === 'UI' || values.every(isStandardUid)) {
    const ownUids = values.filter((uid) => !isStandardUid(uid));
    return ownUids.flatMap((uid) => textsOfField(Buffer.from(uid, 'latin1'), field));
  }
  // the parts of a name stand apart elsewhere
  const parts = vr === 'PN' ? values.flatMap((each) => [each, ...each.split(/[\^=]/)]) : values;
  return parts.flatMap((part) => textsOfField(Buffer.from(part, 'latin1'), field));
}
