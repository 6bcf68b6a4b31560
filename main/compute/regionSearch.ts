import { focusThreshold } from '../detection/measureFocus.ts';
import { createCellMerger } from '../detection/mergeCells.ts';
import type { PlannedField } from '../detection/planFields.ts';
import type { ClassifiedCell, DetectedCell, PixelBox } from '../domain/cell.ts';
import { LabError } from '../domain/labError.ts';
import type { LeftOutField, ScannedField } from '../domain/scan.ts';
import type { FieldFailure } from '../domain/slide.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { createCellSorter } from './cellSorter.ts';
import type { ReadOutcome } from './readAhead.ts';
import type { ScaledRegion } from './readScaled.ts';
import { stopAtLostSlide } from './refuseUnreadable.ts';
import { type ScanTools, type SearchedField, searchField } from './searchField.ts';

type Reading = ReadOutcome<PlannedField, ScaledRegion>;

/** A field that was looked at. */
export interface LookedAt {
  readonly reading: Reading;
  /** undefined: it could not be read */
  readonly seen: SearchedField | undefined;
}

/** Searches the fields of a continuous slide and keeps what it finds. */
export interface RegionSearch {
  /** Looks for cells in a field, if it was read; several may be looked at side by side. @throws LabError 'cancelled' */
  look(reading: Reading): Promise<LookedAt>;
  /** Takes up what was seen in a field, or notes that it could not be read; one field after the other.
   *  @throws LabError 'file-missing' | 'slide-reader-lost' when the slide is gone | 'cancelled' */
  add(looked: LookedAt): Promise<void>;
  /** fields done, however they ended; cells found */
  counts(): { readonly doneCount: number; readonly cellCount: number };
  /** Waits for the classes of all cells. @throws LabError 'cancelled' */
  findings(): Promise<{
    readonly fields: readonly ScannedField[];
    readonly failures: readonly FieldFailure[];
    readonly leftOut: readonly LeftOutField[];
    readonly cells: readonly ClassifiedCell[];
  }>;
}

export function createRegionSearch(
  source: SlideSource,
  { redCellDiameterPx, tools }: { readonly redCellDiameterPx: number; readonly tools: ScanTools },
): RegionSearch {
  const merger = createCellMerger(redCellDiameterPx);
  const fields: ScannedField[] = [];
  const leftOut: LeftOutField[] = [];
  const sorter = createCellSorter(tools, false);
  /** of each field searched, filled in as its cells are classified */
  const byField: { cells: readonly ClassifiedCell[] }[] = [];
  let cellCount = 0;
  const failures = new Map<string, FieldFailure>();
  let doneCount = 0;

  const pixelsOf = ({ pixels, scale }: ScaledRegion) => ({
    ...{ pixels, redCellDiameterPx: redCellDiameterPx / scale },
  });

  const keep = async (
    field: PlannedField,
    region: ScaledRegion,
    { focusScore, found }: SearchedField,
  ): Promise<void> => {
    for (const part of region.damaged) noteDamage(failures, part, { source, field });
    const { name } = field;
    if (focusScore < focusThreshold) {
      leftOut.push({ name, ...field.window, reason: 'out-of-focus', focusScore });
      return;
    }
    const onSlide = found.map((cell) => toSlidePixels(cell, region));
    const fresh = merger.add(onSlide, field.core);
    const freshCells = fresh.flatMap((index) => found[index] ?? []);
    const fieldIndex = fields.length;
    fields.push({ fieldIndex, name, ...field.window, focusScore });
    const ofField: { cells: readonly ClassifiedCell[] } = { cells: [] };
    byField.push(ofField);
    cellCount += freshCells.length;
    await sorter.add(pixelsOf(region), freshCells, (judgements) => {
      ofField.cells = fresh.flatMap((index, i) => {
        const cell = onSlide[index];
        const judgement = judgements[i];
        if (cell === undefined || judgement === undefined) return [];
        const inField = { ...cell, xPx: cell.xPx - field.window.xPx, yPx: cell.yPx - field.window.yPx };
        return [{ ...inField, ...judgement, fieldIndex }];
      });
    });
  };

  return {
    look: async (reading) => ({
      reading,
      seen: reading.ok ? await searchField(pixelsOf(reading.pixels), tools, focusThreshold) : undefined,
    }),
    add: async ({ reading, seen }) => {
      if (reading.ok && seen !== undefined) await keep(reading.item, reading.pixels, seen);
      else if (!reading.ok) {
        const { failure } = reading;
        // of a slide that is one file, no other field can be read either
        if (failure.code === 'file-missing') throw new LabError(failure.code, failure.message);
        stopAtLostSlide(failure);
        failures.set(failure.name, failure);
      }
      doneCount += 1;
    },
    counts: () => ({ doneCount, cellCount }),
    async findings() {
      await sorter.finish();
      const cells = byField.flatMap((ofField) => ofField.cells);
      return { fields, failures: [...failures.values()], leftOut, cells };
    },
  };
}

function toSlidePixels(cell: DetectedCell, region: ScaledRegion): DetectedCell {
  return {
    xPx: region.xPx + cell.xPx * region.scale,
    yPx: region.yPx + cell.yPx * region.scale,
    widthPx: cell.widthPx * region.scale,
    heightPx: cell.heightPx * region.scale,
    score: cell.score,
  };
}

/** A damaged part is told once, though two fields overlap in it. */
function noteDamage(
  failures: Map<string, FieldFailure>,
  part: PixelBox,
  where: { readonly source: SlideSource; readonly field: PlannedField },
): void {
  const [xPx, yPx] = [Math.round(part.xPx), Math.round(part.yPx)];
  const size = `${Math.round(part.widthPx)} x ${Math.round(part.heightPx)} px`;
  const name = `part ${String(xPx).padStart(6, '0')} ${String(yPx).padStart(6, '0')}`;
  failures.set(name, {
    name,
    code: 'tile-unreadable',
    message:
      `${where.source.info.name} is damaged at x ${xPx}, y ${yPx}: ${size} of the field ${where.field.name} could ` +
      'not be read. The rest was scanned; cells that lie there are not counted.',
  });
}
