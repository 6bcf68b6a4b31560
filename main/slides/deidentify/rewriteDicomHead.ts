import { createHash } from 'node:crypto';
import { deidentificationElements } from './deidentificationElements.ts';
import { type DicomElement, orderElements, readElements } from './dicomElements.ts';
import { type DicomFile, dicomFailure } from './dicomFile.ts';
import { dummyOf, fitsRow, type ProfileRow, profileRow } from './dicomProfile.ts';
import { isStandardUid, keptValue, opticalPathTag, valuesOf } from './dicomValues.ts';
import { findAmongText, type TextFinder } from './findTexts.ts';
import { nameRemovedAttribute } from './nameRemovedAttribute.ts';
import type { RemovedText } from './removedText.ts';
import { type WrittenElement, writeElement, writeItem, writeSequence } from './serializeDicom.ts';

/** What is the same for all files of one copy. */
export interface SeriesContext {
  /** random, made for this copy and then forgotten, so that nobody can find the old identifiers again */
  readonly salt: Uint8Array;
  /** new names of optical paths that had a name, not a number */
  readonly opticalPaths: Map<string, string>;
}

interface RewrittenHead {
  /** file meta group and data set up to the pixel data, to be written one after the other */
  readonly pieces: readonly Uint8Array[];
  /** names of the attributes that were removed, emptied or replaced */
  readonly removed: ReadonlySet<string>;
}

interface Rewriter extends SeriesContext {
  readonly head: Buffer;
  readonly isExplicit: boolean;
  /** of texts that no kept text may hold */
  readonly finder: TextFinder;
  readonly removed: Set<string>;
}

/** Our own, of a random UUID. @see DICOM PS3.5, B.2 */
const implementationUid = '2.25.262108236540912754186303425118830218742';
const explicitMeta = true;

/** Rewrites all that a DICOM file says before its pixels by the profile.
 *  @param texts that must not stay; a kept free text that holds one is replaced too */
export function rewriteDicomHead(
  file: DicomFile,
  texts: readonly RemovedText[],
  context: SeriesContext,
): RewrittenHead {
  const rewriter: Rewriter = {
    ...context,
    head: file.head,
    isExplicit: file.stretch.isExplicit,
    finder: findAmongText(texts.filter((text) => !text.isDevice)),
    removed: new Set(),
  };
  const kept = rewriteElements(rewriter, file.elements, 0);
  refuseLoss(file, kept);
  const elements = [...kept, ...deidentificationElements(rewriter.isExplicit)].sort((a, b) => a.tag - b.tag);
  const pieces = [...rewriteMeta(rewriter, file), ...elements].flatMap((each) => each.pieces);
  return { pieces: [Buffer.alloc(128), Buffer.from('DICM', 'latin1'), ...pieces], removed: rewriter.removed };
}

/** Without these no reader shows the slide: ImageType, SOPClassUID, SOPInstanceUID, and the pixels' form and size. */
const neededTags = [
  0x00080008, 0x00080016, 0x00080018, 0x00280002, 0x00280004, 0x00280010, 0x00280011, 0x00280100, 0x00480006,
  0x00480007,
];

/** Where these are there, they must stay: PlanarConfiguration, NumberOfFrames, bits, how tiles and frames lie. */
const decidingTags = [
  0x00280006, 0x00280008, 0x00280101, 0x00280102, 0x00280103, 0x00209311, 0x00480008, 0x00480102, 0x52009229,
  0x52009230, 0x7fe00001, 0x7fe00002,
];

/** @throws LabError 'slide-unreadable' when what is needed has a value that it cannot have */
function refuseLoss(file: DicomFile, kept: readonly WrittenElement[]): void {
  const isKept = (tag: number) => kept.some((element) => element.tag === tag);
  const isThere = (tag: number) => file.elements.some((element) => element.tag === tag);
  const lost =
    neededTags.find((tag) => !isKept(tag)) ?? decidingTags.find((tag) => isThere(tag) && !isKept(tag));
  if (lost === undefined) return;
  throw dicomFailure(file.path, `it lacks ${profileRow(lost)?.name}, or has a value there that is none`);
}

function rewriteMeta(rewriter: Rewriter, file: DicomFile): readonly WrittenElement[] {
  const textOf = (tag: number) => {
    const element = file.elements.find((each) => each.tag === tag);
    return element === undefined ? '' : (valuesOf(elementValue(rewriter, element))[0] ?? '');
  };
  const uid = (tag: number, value: string) =>
    writeElement(tag, { vr: 'UI', value: Buffer.from(value, 'latin1'), isExplicit: explicitMeta });
  const elements = [
    writeElement(0x00020001, { vr: 'OB', value: Buffer.from([0, 1]), isExplicit: explicitMeta }),
    uid(0x00020002, textOf(0x00080016)),
    uid(0x00020003, newUid(rewriter, textOf(0x00080018))),
    uid(0x00020010, file.transferSyntax),
    uid(0x00020012, implementationUid),
  ];
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.reduce((sum, each) => sum + each.byteLength, 0));
  return [writeElement(0x00020000, { vr: 'UL', value: length, isExplicit: explicitMeta }), ...elements];
}

function rewriteElements(
  rewriter: Rewriter,
  elements: Iterable<DicomElement>,
  depth: number,
): readonly WrittenElement[] {
  const written: WrittenElement[] = [];
  for (const element of orderElements(elements)) {
    const row = profileRow(element.tag);
    const rewritten = row === undefined ? undefined : rewriteElement(rewriter, element, { row, depth });
    if (rewritten === undefined) rewriter.removed.add(row?.name ?? nameRemovedAttribute(element.tag));
    else written.push(rewritten);
  }
  return written;
}

function rewriteElement(
  rewriter: Rewriter,
  element: DicomElement,
  { row, depth }: { readonly row: ProfileRow; readonly depth: number },
): WrittenElement | undefined {
  const { isExplicit } = rewriter;
  const write = (value: Uint8Array) => writeElement(row.tag, { vr: element.vr ?? row.vr, value, isExplicit });
  if (!fitsRow(row, element.vr) || (element.items !== undefined && row.vr !== 'SQ')) return undefined;
  switch (row.action) {
    case 'empty':
      if (element.valueEnd > element.valueAt) rewriter.removed.add(row.name);
      return row.vr === 'SQ' ? writeSequence(row.tag, [], isExplicit) : write(Buffer.alloc(0));
    case 'dummy':
      rewriter.removed.add(row.name);
      return write(Buffer.from(dummyOf(row.vr), 'latin1'));
    case 'uid': {
      rewriter.removed.add(row.name);
      const uids = valuesOf(elementValue(rewriter, element)).map((uid) => newUid(rewriter, uid));
      return write(Buffer.from(uids.join('\\'), 'latin1'));
    }
    case 'keep':
      return row.vr === 'SQ'
        ? rewriteSequence(rewriter, element, { row, depth })
        : keepValue(rewriter, element, row);
  }
}

function rewriteSequence(
  rewriter: Rewriter,
  element: DicomElement,
  { row, depth }: { readonly row: ProfileRow; readonly depth: number },
): WrittenElement | undefined {
  if (element.items === undefined && element.valueEnd > element.valueAt) return undefined;
  const items: Buffer[] = [];
  for (const item of element.items ?? []) {
    const stretch = { ...item, isExplicit: element.isExplicit };
    const elements = rewriteElements(rewriter, readElements(rewriter.head, stretch, depth + 1), depth + 1);
    // a code whose value or scheme was not kept means nothing any more
    if (isBrokenCode(elements)) rewriter.removed.add(`${row.name}: codes of a lab's own`);
    else items.push(writeItem(elements));
  }
  return writeSequence(row.tag, items, rewriter.isExplicit);
}

const [codeValueTag, codingSchemeTag, codeMeaningTag] = [0x00080100, 0x00080102, 0x00080104];

function isBrokenCode(elements: readonly WrittenElement[]): boolean {
  const has = (tag: number) => elements.some((each) => each.tag === tag);
  const isCode = has(codeValueTag) || has(codingSchemeTag) || has(codeMeaningTag);
  return isCode && !(has(codeValueTag) && has(codingSchemeTag));
}

function keepValue(rewriter: Rewriter, element: DicomElement, row: ProfileRow): WrittenElement | undefined {
  const { isExplicit, removed } = rewriter;
  const write = (value: Uint8Array) => writeElement(row.tag, { vr: element.vr ?? row.vr, value, isExplicit });
  const value = elementValue(rewriter, element);
  if (row.tag === opticalPathTag) return write(Buffer.from(renameOpticalPath(rewriter, value), 'latin1'));
  const kept = keptValue(row, value);
  if (kept === undefined) return undefined;
  if (row.vr !== 'LO' || rewriter.finder.find(value, 0).length === 0) return write(kept);
  removed.add(row.name);
  return write(Buffer.from(dummyOf('LO'), 'latin1'));
}

/** Optical paths are referred to by their identifier: a number stays, a name becomes P1, P2 … in all files. */
function renameOpticalPath({ opticalPaths, removed }: Rewriter, value: Buffer): string {
  const [name = ''] = valuesOf(value);
  if (/^\d{1,4}$/.test(name)) return name;
  removed.add('OpticalPathIdentifier');
  const known = opticalPaths.get(name) ?? `P${opticalPaths.size + 1}`;
  opticalPaths.set(name, known);
  return known;
}

function elementValue({ head }: Rewriter, { valueAt, valueEnd }: DicomElement): Buffer {
  return head.subarray(valueAt, valueEnd);
}

/** @see DICOM PS3.5, B.2: an identifier made of a UUID, of which only the uniqueness matters */
function newUid({ salt }: SeriesContext, uid: string): string {
  if (isStandardUid(uid)) return uid;
  const digest = createHash('sha256').update(salt).update(uid).digest('hex');
  return `2.25.${BigInt(`0x${digest.slice(0, 32)}`)}`;
}
