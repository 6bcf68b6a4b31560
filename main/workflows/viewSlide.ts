import type { Db } from '../database/open.ts';
import { readCurrentCells } from '../database/readCurrentCells.ts';
import { requireCurrentScan } from '../database/requireCurrentScan.ts';
import { listFields, readScan } from '../database/scans.ts';
import { noteFingerprint, readKnownFingerprint } from '../database/slideFingerprints.ts';
import { readSlide } from '../database/slides.ts';
import { listWorklist } from '../database/worklist.ts';
import type { PixelBox } from '../domain/cell.ts';
import type { CellId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import { type FieldOnSlide, placeFields } from '../domain/placeFields.ts';
import type { LeftOutField, Scan, ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import type { WorklistRow } from '../domain/worklist.ts';
import { hashSlide } from '../slides/hashSlide.ts';
import { fingerprintSlide } from '../slides/slideFingerprint.ts';

/** What the database knows of a slide that is to be shown. */
export interface ViewedSlide {
  readonly slide: SlideRecord;
  readonly row: WorklistRow;
  /** undefined: not scanned yet */
  readonly scan: Scan | undefined;
  readonly leftOut: readonly LeftOutField[];
}

/** @throws LabError 'slide-unknown' */
export function readViewedSlide(db: Db, slideId: SlideId): ViewedSlide {
  const slide = readSlide(db, slideId);
  const [row] = listWorklist(db, [slideId]);
  if (row === undefined) throw new Error(`The slide ${slideId} is in no worklist`);
  const { currentScan } = slide;
  if (currentScan === undefined) return { slide, row, scan: undefined, leftOut: [] };
  return {
    ...{ slide, row },
    scan: readScan(db, currentScan.id),
    leftOut: listFields(db, currentScan.id).leftOut,
  };
}

/** Makes sure that what is shown is what was scanned. The slide is hashed only when its files look other than when
 *  their content was known last: moved back from an archive, copied, or changed.
 *  @returns what the slide's files look like; undefined while nobody has hashed the slide
 *  @throws LabError 'slide-changed' | 'file-missing' | 'slide-unreadable' */
export async function refuseOtherContent(db: Db, slide: SlideRecord): Promise<string | undefined> {
  const { id, name, path, kind, sha256 } = slide;
  if (sha256 === undefined) return undefined;
  const entry = { name, path, kind };
  const fingerprint = await fingerprintSlide(entry);
  const known = readKnownFingerprint(db, id);
  if (known?.fingerprint === fingerprint && known.sha256 === sha256) return fingerprint;
  if ((await hashSlide(entry)).sha256 !== sha256)
    throw new LabError(
      'slide-changed',
      `${name} is not the slide that was scanned: its files have changed. Put the original back, or scan it again.`,
      { slideId: id },
    );
  noteFingerprint(db, id, { sha256, fingerprint });
  return fingerprint;
}

/** Places of cells, for a gallery that asks for thousands. */
export interface CellPlaces {
  /** Where a cell of the slide's newest scan is now, full-resolution slide pixels.
   *  @throws LabError 'slide-unknown', or 'argument-invalid' when the cell is not there */
  readBox(slideId: SlideId, cellId: CellId): PixelBox;
}

/** Scans whose fields are kept at hand: they never change. */
const mostScans = 8;

export function createCellPlaces(db: Db): CellPlaces {
  /** field of each index; longest unused first */
  const scans = new Map<ScanId, ReadonlyMap<number, FieldOnSlide>>();

  function fieldsOf(scanId: ScanId): ReadonlyMap<number, FieldOnSlide> {
    const fields =
      scans.get(scanId) ??
      new Map(placeFields(listFields(db, scanId).fields).map((field) => [field.fieldIndex, field]));
    scans.delete(scanId);
    scans.set(scanId, fields);
    const [oldest] = scans.keys();
    if (scans.size > mostScans && oldest !== undefined) scans.delete(oldest);
    return fields;
  }

  return {
    readBox(slideId, cellId) {
      const scanId = requireCurrentScan(db, slideId);
      const [cell] = readCurrentCells(db, { cellIds: [cellId] });
      const field = cell?.scanId === scanId ? fieldsOf(scanId).get(cell.fieldIndex) : undefined;
      if (cell === undefined || field === undefined)
        throw new LabError('argument-invalid', `The cell ${cellId} is not there any more.`, {
          slideId,
          cellId,
        });
      return { ...cell.box, xPx: cell.box.xPx + field.xPx, yPx: cell.box.yPx + field.yPx };
    },
  };
}
