import { createHash } from 'node:crypto';
import { throwIfCancelled } from '../fileFailure.ts';
import { type ByteRange, rangeAt } from './byteRanges.ts';
import { type FoundText, findAmongPixels, findAmongText, type TextFinder } from './findTexts.ts';
import { proofFailure } from './proofFailure.ts';
import type { RemovedText } from './removedText.ts';

interface SearchedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readBytes(at: number, byteLength: number): Promise<Buffer>;
}

const pieceBytes = 8_000_000;

/** Looks for all removed texts in every byte of a copy: short ones outside of its pixels, those long enough not to
 *  be chance everywhere.
 *  @param ranges as `accountForBytes` gives them
 *  @returns SHA-256 of the copy, lower-case hexadecimal
 *  @throws LabError 'deidentification-failed' naming the field whose text is left, never the text */
export async function searchCopy(
  file: SearchedFile,
  ranges: readonly ByteRange[],
  { texts, signal }: { readonly texts: readonly RemovedText[]; readonly signal: AbortSignal | undefined },
): Promise<string> {
  const hash = createHash('sha256');
  const amongPixels = findAmongPixels(texts);
  for await (const { piece, at, isNewFrom } of piecesOf(file, amongPixels, signal)) {
    hash.update(piece.subarray(isNewFrom));
    for (const found of amongPixels.find(piece, at)) refuseLeftover(found, ranges);
  }
  const amongText = findAmongText(texts);
  for (const { start, end } of textStretches(ranges)) {
    const bounded = {
      ...file,
      sizeBytes: end - start,
      readBytes: (at: number, n: number) => file.readBytes(start + at, n),
    };
    for await (const { piece, at } of piecesOf(bounded, amongText, signal))
      for (const found of amongText.find(piece, start + at)) refuseLeftover(found, ranges);
  }
  return hash.digest('hex');
}

async function* piecesOf(
  file: SearchedFile,
  { overlapBytes }: TextFinder,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly piece: Buffer; readonly at: number; readonly isNewFrom: number }> {
  for (let done = 0; done < file.sizeBytes; ) {
    throwIfCancelled(signal, file.name);
    const at = Math.max(0, done - overlapBytes);
    const end = Math.min(file.sizeBytes, done + pieceBytes);
    yield { piece: await file.readBytes(at, end - at), at, isNewFrom: done - at };
    done = end;
  }
}

/** Neighbouring parts that are no pixels, as one stretch: a text may begin in one and end in the next. */
function textStretches(
  ranges: readonly ByteRange[],
): readonly { readonly start: number; readonly end: number }[] {
  const stretches: { start: number; end: number }[] = [];
  let last: { start: number; end: number } | undefined;
  for (const { start, end, kind } of ranges) {
    if (kind === 'pixels') last = undefined;
    else if (last === undefined) {
      last = { start, end };
      stretches.push(last);
    } else last.end = end;
  }
  return stretches;
}

/** What lies wholly within a part that was checked by itself is allowed there. */
function refuseLeftover({ text, start, end }: FoundText, ranges: readonly ByteRange[]): void {
  const range = rangeAt(ranges, start);
  const isWithin = range !== undefined && end <= range.end;
  if (isWithin && (range.kind === 'checked' || (range.kind === 'device' && text.isDevice))) return;
  const place = range?.kind === 'device' ? 'what it says of the device' : `byte ${start}`;
  throw proofFailure(`a text of ${text.name} is left at ${place}`);
}
