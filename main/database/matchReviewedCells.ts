import { intersectionOverUnion as overlap, type PixelBox } from '../domain/cell.ts';

export interface CellPlace extends PixelBox {
  readonly fieldName: string;
}

/** What becomes of a reviewed cell of earlier scans: `foundIndex` is the cell of the new scan that it is;
 *  undefined when the new scan missed it. */
export interface MatchedCell<Reviewed extends CellPlace> {
  readonly reviewed: Reviewed;
  readonly foundIndex: number | undefined;
}

/** Two boxes are one cell from this overlap on: the detection benchmark's bar (PASCAL VOC). */
const sameCellOverlap = 0.5;

/** Finds each reviewed cell of earlier scans again among the cells of a new scan. Of several reviewed cells
 *  at one place, seen by several scans, the first given wins.
 *  @param reviewed latest review first
 *  @returns one entry a place */
export function matchReviewedCells<Reviewed extends CellPlace>(
  found: readonly CellPlace[],
  reviewed: readonly Reviewed[],
): readonly MatchedCell<Reviewed>[] {
  const binPx = reviewed.reduce((most, cell) => Math.max(most, cell.widthPx, cell.heightPx), 1);
  const foundBins = Map.groupBy(found.entries(), ([, cell]) => binOf(cell, binPx, 0, 0));
  const matchBins = new Map<string, MatchedCell<Reviewed>[]>();
  const taken = new Set<number>();
  for (const cell of reviewed) {
    const matched = lookAround(matchBins, cell, binPx);
    if (matched.some((match) => overlap(match.reviewed, cell) >= sameCellOverlap)) continue;
    const free = lookAround(foundBins, cell, binPx).filter(([index]) => !taken.has(index));
    const foundIndex = findBest(cell, free);
    if (foundIndex !== undefined) taken.add(foundIndex);
    const bin = binOf(cell, binPx, 0, 0);
    matchBins.set(bin, [...(matchBins.get(bin) ?? []), { reviewed: cell, foundIndex }]);
  }
  return [...matchBins.values()].flat();
}

function findBest(
  cell: CellPlace,
  candidates: readonly (readonly [index: number, cell: CellPlace])[],
): number | undefined {
  return candidates
    .map(([index, candidate]) => ({ index, shared: overlap(cell, candidate) }))
    .filter(({ shared }) => shared >= sameCellOverlap)
    .sort((a, b) => b.shared - a.shared)[0]?.index;
}

/** What lies in the bin of a cell's centre and the eight around it. The centre of a box that shares
 *  half with it is at most half its width and half its height away, and a bin is larger. */
function lookAround<Thing>(
  bins: ReadonlyMap<string, readonly Thing[]>,
  cell: CellPlace,
  binPx: number,
): readonly Thing[] {
  const steps = [-1, 0, 1];
  return steps.flatMap((x) => steps.flatMap((y) => bins.get(binOf(cell, binPx, x, y)) ?? []));
}

/** The bin of a cell's centre, or the one that lies that many steps aside. */
function binOf(cell: CellPlace, binPx: number, stepsX: number, stepsY: number): string {
  const column = Math.floor((cell.xPx + cell.widthPx / 2) / binPx) + stepsX;
  const row = Math.floor((cell.yPx + cell.heightPx / 2) / binPx) + stepsY;
  return `${column} ${row} ${cell.fieldName}`;
}
