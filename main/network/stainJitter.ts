import type { Random } from '../domain/randomNumbers.ts';

/** Haematoxylin, eosin and what is left over as unit vectors of optical density, rows in RGB (Ruifrok & Johnston
 *  2001). Romanowsky stains are another blue and much the same eosin: as directions along which stains differ from
 *  laboratory to laboratory they serve as well. */
const stainVectors = [
  [0.65, 0.7, 0.29],
  [0.07, 0.99, 0.11],
  [0.27, 0.57, 0.78],
] as const;

type Matrix = readonly [Row, Row, Row];
type Row = readonly [number, number, number];

const toDensity = normaliseRows(stainVectors);
const fromDensity = invert(toDensity);

/** How an image is recoloured: optical density' = matrix * optical density + offset, then saturation about luma. */
export interface ColourChange {
  /** acts on densities as a column, RGB */
  readonly matrix: Matrix;
  readonly offset: Row;
  /** 0 is grey, 1 as it is */
  readonly saturation: number;
}

type Range = readonly [low: number, high: number];

/** How far colours are drawn from what they are. Stain strengths, gamma and saturation are factors. */
interface Reach {
  readonly strength: Range;
  readonly added: number;
  readonly gamma: Range;
  readonly lamp: number;
  readonly gain: number;
  readonly saturation: Range;
  readonly greyShare: number;
}

const reaches = {
  'same-laboratory': {
    ...{ strength: [0.88, 1.12], added: 0.015, gamma: [0.87, 1.15], lamp: 0.06, gain: 0.05 },
    ...{ saturation: [0.75, 1.25], greyShare: 0 },
  },
  'other-laboratory': {
    ...{ strength: [0.65, 1.35], added: 0.04, gamma: [0.75, 1.3], lamp: 0.1, gain: 0.07 },
    ...{ saturation: [0.5, 1.5], greyShare: 1 / 8 },
  },
} as const satisfies Readonly<Record<string, Reach>>;

/** Another day's or another laboratory's stain, lamp and camera, drawn at random. Of another laboratory: each stain 0.65
 *  to 1.35 times as strong and 0.04 more or less dense (Tellez et al. 2018, HED jitter), the whole 0.75 to 1.3 times as
 *  dense (gamma), each channel's gain 0.93 to 1.07, the lamp 0.9 to 1.1, saturation 0.5 to 1.5; one image of eight grey.
 *  @param stains an image's own densities and those that it is given first (Reinhard et al. 2001, in densities) */
export function drawColourChange(
  random: Random,
  {
    reach,
    stains,
  }: {
    readonly reach: keyof typeof reaches;
    readonly stains?: { readonly from: DensityStatistics; readonly to: DensityStatistics } | undefined;
  },
): ColourChange {
  const far: Reach = reaches[reach];
  const between = (...[low, high]: Range) => low + (high - low) * random();
  const around = (most: number) => between(-most, most);
  const strengths: Row = [between(...far.strength), between(...far.strength), between(...far.strength)];
  const added: Row = [around(far.added), around(far.added), around(far.added)];
  const [low, high] = far.gamma;
  const gamma = Math.exp(between(Math.log(low), Math.log(high)));
  const lamp = around(far.lamp);
  const gains: Row = [around(far.gain), around(far.gain), around(far.gain)];
  const saturation = random() < far.greyShare ? 0 : between(...far.saturation);
  // densities are rows of the stain space: d' = d * fromDensity * strengths * toDensity
  const matrix = [0, 1, 2].map((out) =>
    [0, 1, 2].map((from) =>
      [0, 1, 2].reduce(
        (sum, stain) =>
          sum +
          at(fromDensity, from, stain) * (strengths[stain] as number) * at(toDensity, stain, out) * gamma,
        0,
      ),
    ),
  ) as unknown as Matrix;
  const offset = [0, 1, 2].map(
    (out) =>
      [0, 1, 2].reduce((sum, stain) => sum + (added[stain] as number) * at(toDensity, stain, out), 0) -
      Math.log1p(lamp) -
      Math.log1p(gains[out] as number),
  ) as unknown as Row;
  return stains === undefined
    ? { matrix, offset, saturation }
    : after(matchDensities(stains), { matrix, offset, saturation });
}

/** Mean and standard deviation of the optical density of each channel. */
export interface DensityStatistics {
  readonly mean: Row;
  readonly deviation: Row;
}

/** @param image every fourth pixel is looked at */
export function measureDensities({ data }: { readonly data: Uint8Array }): DensityStatistics {
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  let count = 0;
  for (let i = 0; i + 2 < data.length; i += 12) {
    for (let channel = 0; channel < 3; channel += 1) {
      const density = densityOfLevel[data[i + channel] as number] as number;
      sums[channel] = (sums[channel] as number) + density;
      squares[channel] = (squares[channel] as number) + density * density;
    }
    count += 1;
  }
  const mean = sums.map((sum) => sum / Math.max(1, count)) as unknown as Row;
  const deviation = squares.map((sum, i) =>
    Math.sqrt(Math.max(1e-4, sum / Math.max(1, count) - (mean[i] as number) ** 2)),
  ) as unknown as Row;
  return { mean, deviation };
}

/** An image with mean and deviation of each channel's optical density brought to another's (Reinhard et al. 2001, in
 *  densities): the same cells as the other laboratory would have stained and photographed them. */
export function giveColours<Image extends { readonly data: Uint8Array }>(
  image: Image,
  other: { readonly data: Uint8Array },
): Image {
  const { gains, offset } = matchDensities({ from: measureDensities(image), to: measureDensities(other) });
  const data = image.data.slice();
  const matrix = gains.map((gain, row) => gains.map((_, column) => (row === column ? gain : 0)));
  recolourPixels(data, {
    ...{ matrix: matrix as unknown as Matrix, offset: offset as unknown as Row, saturation: 1 },
  });
  return { ...image, data };
}

function matchDensities({ from, to }: { readonly from: DensityStatistics; readonly to: DensityStatistics }) {
  const gains = from.deviation.map((deviation, i) =>
    Math.min(2, Math.max(0.5, (to.deviation[i] as number) / deviation)),
  );
  const offset = gains.map((gain, i) => (to.mean[i] as number) - gain * (from.mean[i] as number));
  return { gains, offset };
}

/** The change that comes after another one of single channels, as one. */
function after(
  first: { readonly gains: readonly number[]; readonly offset: readonly number[] },
  { matrix, offset, saturation }: ColourChange,
): ColourChange {
  const product = matrix.map((row) => row.map((value, i) => value * (first.gains[i] as number)));
  const shifted = matrix.map(
    (row, out) =>
      row.reduce((sum, value, i) => sum + value * (first.offset[i] as number), 0) + (offset[out] as number),
  );
  return { matrix: product as unknown as Matrix, offset: shifted as unknown as Row, saturation };
}

/** Optical density of each level 0..255, against white 255. */
const densityOfLevel = Float32Array.from({ length: 256 }, (_, level) => -Math.log((level + 1) / 256));

/** Recolours RGB pixels in place.
 *  @param data uint8, three values a pixel */
export function recolourPixels(data: Uint8Array, change: ColourChange): void {
  const [[m00, m01, m02], [m10, m11, m12], [m20, m21, m22]] = change.matrix;
  const [o0, o1, o2] = change.offset;
  const { saturation } = change;
  for (let i = 0; i < data.length; i += 3) {
    const d0 = densityOfLevel[data[i] as number] as number;
    const d1 = densityOfLevel[data[i + 1] as number] as number;
    const d2 = densityOfLevel[data[i + 2] as number] as number;
    const red = 256 * Math.exp(-(m00 * d0 + m01 * d1 + m02 * d2 + o0)) - 1;
    const green = 256 * Math.exp(-(m10 * d0 + m11 * d1 + m12 * d2 + o1)) - 1;
    const blue = 256 * Math.exp(-(m20 * d0 + m21 * d1 + m22 * d2 + o2)) - 1;
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
    data[i] = toLevel(grey + saturation * (red - grey));
    data[i + 1] = toLevel(grey + saturation * (green - grey));
    data[i + 2] = toLevel(grey + saturation * (blue - grey));
  }
}

function toLevel(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value + 0.5;
}

function at(matrix: Matrix, row: number, column: number): number {
  return (matrix[row] as Row)[column] as number;
}

function normaliseRows(rows: Matrix): Matrix {
  return rows.map((row) => {
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  }) as unknown as Matrix;
}

/** Of a 3 by 3 matrix that has an inverse, by cofactors. */
function invert(m: Matrix): Matrix {
  const cofactor = (row: number, column: number) => {
    const [r1, r2] = [(row + 1) % 3, (row + 2) % 3];
    const [c1, c2] = [(column + 1) % 3, (column + 2) % 3];
    return at(m, r1, c1) * at(m, r2, c2) - at(m, r1, c2) * at(m, r2, c1);
  };
  const determinant = [0, 1, 2].reduce((sum, column) => sum + at(m, 0, column) * cofactor(0, column), 0);
  return [0, 1, 2].map((row) =>
    [0, 1, 2].map((column) => cofactor(column, row) / determinant),
  ) as unknown as Matrix;
}
