import type { PixelBox } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import type { NewCell, VerdictGiven } from './changeCells.ts';
import type { CurrentCell } from './readCurrentCells.ts';

/** A label whose box shares so much of its area with a cell means that cell. */
const leastOverlap = 0.5;

/** Which cell each label means; what means none becomes a new cell. A cell takes one label, the one that fits it
 *  best.
 *  @param labels in pixels of their fields */
export function matchLabels(
  cells: readonly CurrentCell[],
  labels: readonly (NewCell & { readonly verdict: Verdict })[],
  overlap: (a: PixelBox, b: PixelBox) => number,
): { readonly verdicts: readonly VerdictGiven[]; readonly newCells: readonly NewCell[] } {
  const near = indexCells(cells);
  const pairs = labels.flatMap((label, at) =>
    near(label.fieldIndex, label.box)
      .map((cell) => ({ at, cell, shared: overlap(cell.box, label.box) }))
      .filter(({ shared }) => shared >= leastOverlap),
  );
  const cellOf = new Map<number, CurrentCell>();
  const taken = new Set<CurrentCell>();
  for (const { at, cell } of pairs.toSorted(
    (a, b) => b.shared - a.shared || a.at - b.at || Number(a.cell.cellId) - Number(b.cell.cellId),
  )) {
    if (cellOf.has(at) || taken.has(cell)) continue;
    cellOf.set(at, cell);
    taken.add(cell);
  }
  return {
    verdicts: labels.flatMap(({ verdict }, at) => {
      const cell = cellOf.get(at);
      return cell === undefined ? [] : [{ cellId: cell.cellId, verdict }];
    }),
    newCells: labels.filter((_, at) => !cellOf.has(at)),
  };
}

/** Cells by squares of their fields, about as wide as a cell.
 *  @returns the cells that may share half with a box */
function indexCells(
  cells: readonly CurrentCell[],
): (fieldIndex: number, box: PixelBox) => readonly CurrentCell[] {
  const edges = cells.map(({ box }) => Math.max(box.widthPx, box.heightPx)).sort((a, b) => a - b);
  const squarePx = Math.max(16, edges[Math.floor(edges.length / 2)] ?? 0);
  const largest = cells.reduce((most, { box }) => Math.max(most, box.widthPx * box.heightPx), 0);
  const keyOf = (fieldIndex: number, column: number, row: number) => `${fieldIndex} ${column} ${row}`;
  const bySquare = Map.groupBy(cells, ({ fieldIndex, box }) => {
    const { x, y } = centreOf(box);
    return keyOf(fieldIndex, Math.floor(x / squarePx), Math.floor(y / squarePx));
  });
  return (fieldIndex, box) => {
    if (box.widthPx * box.heightPx * leastOverlap > largest) return [];
    const { x, y } = centreOf(box);
    const near: CurrentCell[] = [];
    // boxes that share half: the centre of one lies within the other
    for (const column of squaresOf(x - box.widthPx / 2, x + box.widthPx / 2, squarePx))
      for (const row of squaresOf(y - box.heightPx / 2, y + box.heightPx / 2, squarePx))
        for (const cell of bySquare.get(keyOf(fieldIndex, column, row)) ?? []) near.push(cell);
    return near;
  };
}

function centreOf({ xPx, yPx, widthPx, heightPx }: PixelBox): { readonly x: number; readonly y: number } {
  return { x: xPx + widthPx / 2, y: yPx + heightPx / 2 };
}

function squaresOf(from: number, to: number, squarePx: number): readonly number[] {
  const first = Math.floor(from / squarePx);
  return Array.from({ length: Math.floor(to / squarePx) - first + 1 }, (_, at) => first + at);
}
