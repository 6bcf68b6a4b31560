import { type Random, shuffled } from '../../domain/randomNumbers.ts';
import {
  type PlacedDisc,
  type PlacedWhiteCell,
  type SyntheticCellKind,
  type SyntheticScale,
  syntheticCellKinds,
} from './syntheticCell.ts';
import { whiteCellWidths } from './whiteCellForm.ts';

/** How many white cells of each kind a field holds. */
export type CellMix = Readonly<Partial<Record<SyntheticCellKind, number>>>;

const touchingShare = 0.22;
const attemptsPerCell = 60;

/** Places for white cells: some touch a neighbour, none lies on another, some are cut by the field's edge.
 *  Fewer than asked for when the field is full. */
export function placeWhiteCells(
  random: Random,
  scale: SyntheticScale,
  mix: CellMix,
): readonly PlacedWhiteCell[] {
  const wanted = syntheticCellKinds.flatMap((kind) => Array.from({ length: mix[kind] ?? 0 }, () => kind));
  const placed: PlacedWhiteCell[] = [];
  for (const kind of shuffled(wanted, random)) {
    const [least, most] = whiteCellWidths[kind];
    const radiusPx = ((least + (most - least) * random()) * scale.redCellPx) / 2;
    for (let attempt = 0; attempt < attemptsPerCell; attempt += 1) {
      const neighbour = random() < touchingShare ? placed[Math.floor(random() * placed.length)] : undefined;
      const place =
        neighbour === undefined ? anywhere(random, scale) : beside(random, neighbour, radiusPx * 0.99);
      const cell = { kind, radiusPx, ...place };
      if (isMostlyInside(cell, scale) && placed.every((other) => gap(cell, other) > -0.06 * radiusPx)) {
        placed.push(cell);
        break;
      }
    }
  }
  return placed;
}

/** Places for red cells: rouleaux like fallen coins, then single cells, few of which overlap; none under a
 *  white cell. @param crowding share of the field that red cells would cover side by side, 0..1 */
export function placeRedCells(
  random: Random,
  scale: SyntheticScale,
  { whiteCells, crowding }: { readonly whiteCells: readonly PlacedDisc[]; readonly crowding: number },
): readonly PlacedDisc[] {
  const radiusPx = scale.redCellPx / 2;
  const count = Math.round((crowding * scale.widthPx * scale.heightPx) / (Math.PI * radiusPx ** 2));
  const isFree = (disc: PlacedDisc) => whiteCells.every((cell) => gap(disc, cell) > -0.25 * radiusPx);
  const placed: PlacedDisc[] = [];
  while (placed.length < count * 0.3) placed.push(...rouleau(random, scale).filter(isFree));
  for (let attempt = 0; placed.length < count && attempt < count * 25; attempt += 1) {
    const disc = { ...anywhere(random, scale), radiusPx: radiusPx * (0.9 + 0.2 * random()) };
    const mayOverlapPx = random() < 0.12 ? radiusPx : 0.05 * radiusPx;
    if (isFree(disc) && placed.every((other) => gap(disc, other) > -mayOverlapPx)) placed.push(disc);
  }
  return placed;
}

function rouleau(random: Random, scale: SyntheticScale): readonly PlacedDisc[] {
  const radiusPx = scale.redCellPx / 2;
  const length = 2 + Math.floor(random() ** 2 * 7);
  let { xPx, yPx } = anywhere(random, scale);
  let heading = random() * 2 * Math.PI;
  return Array.from({ length }, () => {
    const disc = { xPx, yPx, radiusPx: radiusPx * (0.93 + 0.12 * random()) };
    heading += (random() - 0.5) * 0.9;
    const step = radiusPx * (0.95 + 0.7 * random());
    xPx += step * Math.cos(heading);
    yPx += step * Math.sin(heading);
    return disc;
  });
}

/** Places for platelets, alone or in small clumps, between the other cells. */
export function placePlatelets(random: Random, scale: SyntheticScale, count: number): readonly PlacedDisc[] {
  return Array.from({ length: count }, () => ({
    ...anywhere(random, scale),
    radiusPx: scale.redCellPx * (0.08 + 0.08 * random()),
  }));
}

function anywhere(random: Random, { widthPx, heightPx }: SyntheticScale) {
  return { xPx: random() * widthPx, yPx: random() * heightPx };
}

function beside(random: Random, neighbour: PlacedDisc, radiusPx: number) {
  const angle = random() * 2 * Math.PI;
  const away = neighbour.radiusPx + radiusPx;
  return { xPx: neighbour.xPx + away * Math.cos(angle), yPx: neighbour.yPx + away * Math.sin(angle) };
}

/** Distance between two discs' edges, px; negative when they overlap. */
function gap(a: PlacedDisc, b: PlacedDisc): number {
  return Math.hypot(a.xPx - b.xPx, a.yPx - b.yPx) - a.radiusPx - b.radiusPx;
}

/** At most a third of the radius lies beyond an edge: less of a cell could not be told. */
function isMostlyInside({ xPx, yPx, radiusPx }: PlacedDisc, { widthPx, heightPx }: SyntheticScale): boolean {
  const least = 0.67 * radiusPx;
  return xPx > least && yPx > least && xPx < widthPx - least && yPx < heightPx - least;
}
