import { throwIfCancelled } from '../fileFailure.ts';
import { checkDicomElements } from './checkDicomElements.ts';
import { compareKept } from './compareKept.ts';
import { type DicomElement, DicomSyntaxError, readElements } from './dicomElements.ts';
import { asDicomFailure, type DicomFile, openDicomFile } from './dicomFile.ts';
import { blankFrame, type FrameTable, listDicomFrames } from './dicomFrames.ts';
import { profileRow } from './dicomProfile.ts';
import { listDicomTexts } from './dicomTexts.ts';
import { isStandardUid, valuesOf } from './dicomValues.ts';
import { proofFailure } from './proofFailure.ts';
import type { CopyProof } from './proveTiffCopy.ts';
import { readDicomInstance } from './readDicomInstance.ts';
import { type RemovedText, textsOfBinary } from './removedText.ts';
import { searchCopy } from './searchCopy.ts';

/** Reads a de-identified DICOM file again beside its original and checks that it holds the original's pixels and
 *  geometry, the attributes of the profile, and not a byte more; and that no text and no identifier that was
 *  removed is anywhere in it.
 *  @throws LabError 'deidentification-failed' saying what was found | 'slide-unreadable' | 'cancelled' */
export async function proveDicomCopy(
  sourcePath: string,
  copyPath: string,
  signal: AbortSignal | undefined,
): Promise<CopyProof> {
  const source = await openDicomFile(sourcePath);
  try {
    const copy = await openDicomFile(copyPath);
    try {
      return await prove(source, copy, signal);
    } catch (error) {
      throw asDicomFailure(error, copyPath);
    } finally {
      await copy.dispose();
    }
  } finally {
    await source.dispose();
  }
}

async function prove(
  source: DicomFile,
  copy: DicomFile,
  signal: AbortSignal | undefined,
): Promise<CopyProof> {
  const instance = readDicomInstance(copy);
  if (!instance.isKept) throw proofFailure(`it is ${instance.name}`);
  const { ranges, uids } = checkDicomElements(copy);
  const oldUids = new Set<string>();
  collectUids(source.head, [...source.meta, ...source.elements], oldUids);
  const ownUids = [...uids].filter((uid) => uid !== implementationUid(copy));
  if (ownUids.some((uid) => oldUids.has(uid)))
    throw proofFailure('a unique identifier of the original is left in it');
  compareKept(source, copy);
  const tables = { source: await listDicomFrames(source), copy: await listDicomFrames(copy) };
  if (tables.copy.end !== copy.sizeBytes) throw proofFailure('it holds data after its pixels');
  const texts = [
    ...(await listDicomTexts(source, tables.source.end)),
    ...(await compareFrames({ source, copy }, tables, signal)),
  ];
  const pixels = { start: copy.pixels.valueAt, end: copy.sizeBytes, kind: 'pixels' as const };
  const copySha256 = await searchCopy(copy, [...ranges, pixels], { texts, signal });
  return { copySha256, partCount: tables.copy.frames.length, textCount: texts.length };
}

/** Names the program that wrote the copy, not the slide. */
function implementationUid({ head, meta }: DicomFile): string {
  const element = meta.find((each) => each.tag === 0x00020012);
  return element === undefined ? '' : (valuesOf(head.subarray(element.valueAt, element.valueEnd))[0] ?? '');
}

function collectUids(head: Buffer, elements: Iterable<DicomElement>, uids: Set<string>, depth = 0): void {
  for (const element of elements) {
    const vr = element.vr ?? profileRow(element.tag)?.vr;
    if (vr === 'UI')
      for (const uid of valuesOf(head.subarray(element.valueAt, element.valueEnd)))
        if (!isStandardUid(uid)) uids.add(uid);
    for (const item of element.items ?? []) {
      try {
        const nested = readElements(head, { ...item, isExplicit: element.isExplicit }, depth + 1);
        collectUids(head, nested, uids, depth + 1);
      } catch (error) {
        if (!(error instanceof DicomSyntaxError)) throw error; // fragments of an icon's pixels
      }
    }
  }
}

interface Pair<Of> {
  readonly source: Of;
  readonly copy: Of;
}

const chunkBytes = 4_000_000;

/** @returns texts that the original's frames carried beside pixels */
async function compareFrames(
  files: Pair<DicomFile>,
  tables: Pair<FrameTable>,
  signal: AbortSignal | undefined,
): Promise<readonly RemovedText[]> {
  const texts: RemovedText[] = [];
  if (tables.source.frames.length !== tables.copy.frames.length)
    throw proofFailure('it has not as many frames as the original');
  for (const [index, frame] of tables.source.frames.entries()) {
    throwIfCancelled(signal, files.source.name);
    const copied = tables.copy.frames[index] ?? { at: 0, byteLength: 0 };
    const differs = proofFailure(`frame ${index + 1} of it is not that of the original`);
    if (copied.byteLength !== frame.byteLength) throw differs;
    if (tables.source.offsetTable === undefined) {
      for (let done = 0; done < frame.byteLength; done += chunkBytes) {
        const length = Math.min(chunkBytes, frame.byteLength - done);
        const original = await files.source.readBytes(frame.at + done, length);
        if (!original.equals(await files.copy.readBytes(copied.at + done, length))) throw differs;
      }
      continue;
    }
    const expected = blankFrame(files.source, await files.source.readBytes(frame.at, frame.byteLength));
    const own = await files.copy.readBytes(copied.at, copied.byteLength);
    if (expected === undefined || !expected.bytes.equals(own)) throw differs;
    if (blankFrame(files.copy, own)?.removedBytes.some((bytes) => bytes.some((byte) => byte !== 0)) !== false)
      throw proofFailure(`frame ${index + 1} of it holds more than pixels`);
    for (const bytes of expected.removedBytes)
      if (texts.length < 2000)
        texts.push(...textsOfBinary(bytes, { name: 'data within frames', isDevice: true }));
  }
  return texts;
}
