import type { PixelBox } from '../domain/cell.ts';
import type { Verdict } from '../domain/cellClass.ts';
import type { NewCell, VerdictGiven } from './changeCells.ts';
import type { CurrentCell } from './readCurrentCells.ts';

/** A label whose box shares so much of its area with a cell means that cell. */
const leastOverlap = 0.5;
/** Edge of the squares by which cells are found again, pixels of the field: some cells wide. */
const squarePx = 256;

/** Which cell each label means; what means none becomes a new cell. A cell takes one label, the one that fits it
 *  best.
 *  @param labels in pixels of their fields */
export function matchLabels(
  cells: readonly CurrentCell[],
  labels: readonly (NewCell & { readonly verdict: Verdict })[],
  overlap: (a: PixelBox, b: PixelBox) => number,
): { readonly verdicts: readonly VerdictGiven[]; readonly newCells: readonly NewCell[] } {
  const bySquare = Map.groupBy(cells, ({ fieldIndex, box }) => squareOf(fieldIndex, box));
  const pairs = labels.flatMap((label, at) =>
    neighbours(label.fieldIndex, label.box)
      .flatMap((square) => bySquare.get(square) ?? [])
      .map((cell) => ({ at, cell, shared: overlap(cell.box, label.box) }))
      .filter(({ shared }) => shared >= leastOverlap),
  );
  const cellOf = new Map<number, CurrentCell>();
  const taken = new Set<CurrentCell>();
  for (const { at, cell } of pairs.toSorted((a, b) => b.shared - a.shared || a.at - b.at)) {
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

function squareOf(fieldIndex: number, box: PixelBox): string {
  const [x, y] = [box.xPx + box.widthPx / 2, box.yPx + box.heightPx / 2];
  return `${fieldIndex} ${Math.floor(x / squarePx)} ${Math.floor(y / squarePx)}`;
}

/** The square of a box's centre and those around it; boxes that share half lie within. */
function neighbours(fieldIndex: number, box: PixelBox): readonly string[] {
  const reach = Math.max(1, Math.ceil(Math.max(box.widthPx, box.heightPx) / squarePx));
  const steps = Array.from({ length: 2 * reach + 1 }, (_, at) => (at - reach) * squarePx);
  return steps.flatMap((dx) =>
    steps.map((dy) => squareOf(fieldIndex, { ...box, xPx: box.xPx + dx, yPx: box.yPx + dy })),
  );
}
