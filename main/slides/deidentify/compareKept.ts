import { createHash } from 'node:crypto';
import { type DicomElement, orderElements, readElements } from './dicomElements.ts';
import type { DicomFile } from './dicomFile.ts';
import { dummyOf, fitsRow, profileRow } from './dicomProfile.ts';
import { keptValue, opticalPathTag, valuesOf } from './dicomValues.ts';
import { proofFailure } from './proofFailure.ts';

/** Representations whose values say how pixels are to be decoded and where they lie. */
const geometric = new Set(['AT', 'CS', 'DS', 'FD', 'FL', 'IS', 'OB', 'OV', 'SL', 'SS', 'UL', 'US']);

/** Of these, texts, blanks at the ends say nothing. */
const padded = new Set(['CS', 'DS', 'IS']);

interface KeptValues {
  /** one hash of all numbers and codes, in their order and nesting */
  readonly digest: string;
  /** tag and value of each text */
  readonly texts: ReadonlySet<string>;
}

/** Checks that a copy has each number and code that the original has and that is kept, in its place; and no text
 *  that the original does not have in the same attribute, but dummies.
 *  @throws LabError 'deidentification-failed' */
export function compareKept(source: DicomFile, copy: DicomFile): void {
  const [original, copied] = [readKept(source), readKept(copy)];
  if (original.digest !== copied.digest) throw proofFailure('its geometry is not that of the original');
  for (const text of copied.texts) {
    const isNew = !original.texts.has(text) && !text.endsWith(` ${dummyOf('LO')}`);
    if (isNew && !text.startsWith(`${opticalPathTag} P`))
      throw proofFailure(
        `its attribute ${profileRow(Number.parseInt(text, 10))?.name} is not that of the original`,
      );
  }
}

function readKept(file: DicomFile): KeptValues {
  const hash = createHash('sha256');
  const texts = new Set<string>();
  const read = (elements: Iterable<DicomElement>, depth: number) => {
    for (const { tag, vr, valueAt, valueEnd, items, isExplicit } of orderElements(elements)) {
      const row = profileRow(tag);
      if (row?.action !== 'keep' || !fitsRow(row, vr)) continue;
      if (items !== undefined && row.vr !== 'SQ') continue;
      for (const item of items ?? [])
        read(readElements(file.head, { ...item, isExplicit }, depth + 1), depth + 1);
      const value = file.head.subarray(valueAt, valueEnd);
      const values = valuesOf(value);
      if (row.vr === 'LO' || row.vr === 'SH')
        texts.add(`${tag} ${tag === opticalPathTag ? values[0] : values.join('\\')}`);
      const bytes = geometric.has(row.vr) ? keptValue(row, value)?.toString('latin1') : undefined;
      const kept = padded.has(row.vr) ? bytes?.trim() : bytes;
      if (kept !== undefined) hash.update(`${depth} ${tag} ${kept.length} ${kept}`);
    }
  };
  read(file.elements, 0);
  return { digest: hash.digest('hex'), texts };
}
