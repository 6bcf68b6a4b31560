/** What the cell finder looks for. */
export type FoundKind = 'whiteCell' | 'redCell';

/** What the network that finds cells says of an image; one map cell covers stridePx by stridePx pixels. */
export interface CellMaps {
  readonly widthCells: number;
  readonly heightCells: number;
  readonly stridePx: number;
  /** map cells from one row of `outputs` to the next, at least widthCells */
  readonly rowCells: number;
  /** float32 row-major [at least heightCells, rowCells, cellMapChannels]: logits that a white cell (red cell) is centred here,
   *  then the logarithms of the distances left, top, right, bottom from the middle of the map cell to the edges of the white
   *  cell's box and of the red cell's, each relative to `boxUnitPx` */
  readonly outputs: Float32Array;
}

export const cellMapChannels = 10;

/** Distance in network pixels that a box output of 0 stands for: about half a typical cell. */
export const boxUnitPx = { whiteCell: 18, redCell: 10 } as const;

/** Box outputs are clipped to +-4: half-sides of 0.2 to 500 network pixels. */
export const boxLogLimit = 4;

/** Where the outputs of a map cell begin. */
export function outputsAt({ rowCells }: CellMaps, x: number, y: number): number {
  return (y * rowCells + x) * cellMapChannels;
}

/** Place of a kind's logit among the outputs of a map cell. */
export const logitChannel = { whiteCell: 0, redCell: 1 } as const;

const firstSide = { whiteCell: 2, redCell: 6 } as const;

/** Distances from the middle of a map cell to the edges of the box of what is centred there.
 *  @param at as outputsAt gives it
 *  @returns left, top, right, bottom in network pixels */
export function readSides(
  { outputs }: CellMaps,
  kind: FoundKind,
  at: number,
): readonly [left: number, top: number, right: number, bottom: number] {
  const from = at + firstSide[kind];
  const side = (i: number) => {
    const logarithm = outputs[from + i] as number;
    return boxUnitPx[kind] * Math.exp(Math.min(boxLogLimit, Math.max(-boxLogLimit, logarithm)));
  };
  return [side(0), side(1), side(2), side(3)];
}

/** A logit as a probability, 0..1. */
export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The logit of a probability; infinite for 0 and 1. */
export function logitOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}
