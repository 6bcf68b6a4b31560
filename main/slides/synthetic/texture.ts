import type { Random } from '../../domain/randomNumbers.ts';

/** A smooth random field over the plane, about -1..1. */
export type Texture = (xPx: number, yPx: number) => number;

const latticeEdge = 32;

/** Value noise: random numbers on a lattice, smooth between. Repeats after 32 grains.
 *  @param grainPx size of its blobs */
export function createTexture(random: Random, grainPx: number): Texture {
  const lattice = Float32Array.from({ length: latticeEdge * latticeEdge }, () => random() * 2 - 1);
  const at = (column: number, row: number) =>
    lattice[(row & (latticeEdge - 1)) * latticeEdge + (column & (latticeEdge - 1))] as number;
  return (xPx, yPx) => {
    const x = xPx / grainPx;
    const y = yPx / grainPx;
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = ease(x - column);
    const v = ease(y - row);
    const upper = at(column, row) * (1 - u) + at(column + 1, row) * u;
    const lower = at(column, row + 1) * (1 - u) + at(column + 1, row + 1) * u;
    return upper * (1 - v) + lower * v;
  };
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
