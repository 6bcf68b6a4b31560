import type { ByteRange, RangeKind } from './byteRanges.ts';
import { deidentificationElements } from './deidentificationElements.ts';
import { type DicomElement, readElements } from './dicomElements.ts';
import type { DicomFile } from './dicomFile.ts';
import { dummyOf, fitsRow, type ProfileRow, profileRow } from './dicomProfile.ts';
import { isAllowedValue, isStandardUid, profileEnd, valuesOf } from './dicomValues.ts';
import { nameRemovedAttribute } from './nameRemovedAttribute.ts';
import { proofFailure } from './proofFailure.ts';

/** What a copy's elements are made of. */
interface CheckedElements {
  /** of the file up to its pixels, in order and without a gap */
  readonly ranges: readonly ByteRange[];
  /** all its unique identifiers that are none of the standard */
  readonly uids: ReadonlySet<string>;
}

/** Walks over every byte of a copy up to its pixels and checks that there is nothing but attributes of the profile,
 *  in order, without padding between them, each with a value that it may have.
 *  @throws LabError 'deidentification-failed' saying which attribute is not as it must be */
export function checkDicomElements(file: DicomFile): CheckedElements {
  const ranges: { start: number; end: number; kind: RangeKind }[] = [];
  const add = (start: number, end: number, kind: RangeKind) => {
    const last = ranges.at(-1);
    if ((last?.end ?? 0) !== start)
      throw proofFailure(`it holds bytes at byte ${start} that belong to no element`);
    if (last?.kind === kind) last.end = end;
    else if (end > start) ranges.push({ start, end, kind });
  };
  const uids = new Set<string>();
  checkMeta(file, uids);
  const first = file.stretch.start;
  add(0, first, 'checked');
  checkStretch({ file, add, uids }, file.elements, { start: first, end: file.stretch.end, depth: 0 });
  add(file.stretch.end, file.pixels.valueAt, 'checked');
  return { ranges, uids };
}

interface Checker {
  readonly file: DicomFile;
  readonly add: (start: number, end: number, kind: RangeKind) => void;
  readonly uids: Set<string>;
}

/** 128 zeros, and of the file meta group what reading needs. */
function checkMeta({ head, meta }: DicomFile, uids: Set<string>): void {
  if (head.subarray(0, 128).some((byte) => byte !== 0)) throw proofFailure('its preamble is not empty');
  let at = 132;
  for (const { tag, headerAt, valueAt, valueEnd } of meta) {
    const value = head.subarray(valueAt, valueEnd);
    const isNumber = (tag === 0x00020000 && value.length === 4) || (tag === 0x00020001 && value.length === 2);
    const isUid = [0x00020002, 0x00020003, 0x00020010, 0x00020012].includes(tag);
    if (headerAt !== at || !(isNumber || isUid))
      throw proofFailure(`it holds the attribute ${nameRemovedAttribute(tag)}`);
    if (isUid && !isNewUid(value))
      throw proofFailure(`its attribute ${nameRemovedAttribute(tag)} is not new`);
    if (isUid) collectUids(value, uids);
    at = valueEnd;
  }
}

function checkStretch(
  checker: Checker,
  elements: Iterable<DicomElement>,
  { start, end, depth }: { readonly start: number; readonly end: number; readonly depth: number },
): void {
  const own = depth === 0 ? deidentificationElements(checker.file.stretch.isExplicit) : [];
  let [at, last] = [start, -1];
  for (const element of elements) {
    const { tag, headerAt, valueAt, valueEnd } = element;
    if (headerAt !== at || tag <= last || element.hasUndefinedLength)
      throw proofFailure(`it holds bytes at byte ${at} that belong to no element`);
    const expected = own.find((each) => each.tag === tag);
    if (expected === undefined) checkElement(checker, element, depth);
    else if (checker.file.head.subarray(headerAt, valueEnd).equals(Buffer.concat(expected.pieces)))
      checker.add(headerAt, valueEnd, 'checked');
    else throw proofFailure('it does not say rightly how it was de-identified');
    if (element.items === undefined && expected === undefined) {
      checker.add(headerAt, valueAt, 'checked');
      checker.add(valueAt, valueEnd, kindOf(tag, checker.file.head.subarray(valueAt, valueEnd)));
    }
    [at, last] = [valueEnd, tag];
  }
  if (at !== end) throw proofFailure(`it holds bytes at byte ${at} that belong to no element`);
  const isMarked = own.every((each) => [...elements].some((element) => element.tag === each.tag));
  if (!isMarked) throw proofFailure('it does not say that it is de-identified');
}

/** The free texts that are kept are about the device, or published words; all else has been checked by its form. */
function kindOf(tag: number, value: Buffer): RangeKind {
  const vr = profileRow(tag)?.vr;
  const isFree = vr === 'OB' || (vr === 'LO' && value.toString('latin1').trim() !== dummyOf(vr));
  return isFree ? 'device' : 'checked';
}

function checkElement(checker: Checker, element: DicomElement, depth: number): void {
  const row = profileRow(element.tag);
  if (row === undefined || !fitsRow(row, element.vr))
    throw proofFailure(`it holds the attribute ${nameRemovedAttribute(element.tag)}`);
  const value = checker.file.head.subarray(element.valueAt, element.valueEnd);
  if (element.items !== undefined) checkItems(checker, element, { row, depth });
  else if (!isRightValue(row, value))
    throw proofFailure(`the value of its attribute ${row.name} is not allowed`);
  if (row.vr === 'UI') collectUids(value, checker.uids);
}

function checkItems(
  checker: Checker,
  { headerAt, valueAt, valueEnd, items = [], isExplicit }: DicomElement,
  { row, depth }: { readonly row: ProfileRow; readonly depth: number },
): void {
  if (row.vr !== 'SQ' || (row.action !== 'keep' && valueEnd > valueAt))
    throw proofFailure(`the value of its attribute ${row.name} is not allowed`);
  checker.add(headerAt, valueAt, 'checked');
  let at = valueAt;
  for (const { start, end } of items) {
    if (start !== at + 8) throw proofFailure(`it holds bytes at byte ${at} that belong to no element`);
    checker.add(at, start, 'checked');
    const elements = readElements(checker.file.head, { start, end, isExplicit }, depth + 1);
    checkStretch(checker, elements, { start, end, depth: depth + 1 });
    at = end;
  }
  if (at !== valueEnd) throw proofFailure(`it holds bytes at byte ${at} that belong to no element`);
}

function isRightValue(row: ProfileRow, value: Buffer): boolean {
  switch (row.action) {
    case 'empty':
      return value.length === 0;
    case 'dummy':
      return value.toString('latin1').trim() === dummyOf(row.vr);
    case 'uid':
      return isNewUid(value);
    case 'keep':
      if (row.vr === 'SQ') return value.length === 0;
      return isAllowedValue(row, value) && (row.vr !== 'OB' || value.length - (profileEnd(value) ?? 0) <= 1);
  }
}

function isNewUid(value: Buffer): boolean {
  return valuesOf(value).every((uid) => /^2\.25\.\d{1,39}$/.test(uid) || isStandardUid(uid));
}

function collectUids(value: Buffer, uids: Set<string>): void {
  for (const uid of valuesOf(value)) if (!isStandardUid(uid)) uids.add(uid);
}
