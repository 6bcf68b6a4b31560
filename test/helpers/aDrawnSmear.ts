import { type CellClass, cellClasses } from '../../main/domain/cellClass.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';

/** A rectangle of a slide, full-resolution pixels. */
export interface Region {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A white cell of the drawing. */
export interface DrawnCell extends Region {
  /** from 1 */
  readonly id: number;
  readonly cellClass: CellClass;
  /** order of `cellClasses`; they sum to 1 */
  readonly probabilities: readonly number[];
}

/** A smear of flat shapes, for pictures that are compared: it is the same on every machine, of no person, and its
 *  pictures are small. */
export const drawnSmear = { widthPx: 2400, heightPx: 1500, redCellPx: 64 } as const;

const random = createRandom(20261125);
const columns = 12;
const rows = 7;
const share = { benign: 0.62, 'early-pre-b': 0.74, 'pre-b': 0.9 } as const;

/** White cells, one in each square of a grid but for some, never two over each other. */
export const drawnCells: readonly DrawnCell[] = Array.from({ length: columns * rows }, (_, square) => square)
  .filter(() => random() > 0.3)
  .map((square, index) => {
    const edge = Math.round(76 + random() * 32);
    const [width, height] = [drawnSmear.widthPx / columns, drawnSmear.heightPx / rows];
    const cellClass = pickClass(random());
    return {
      id: index + 1,
      xPx: Math.round((square % columns) * width + random() * (width - edge)),
      yPx: Math.round(Math.floor(square / columns) * height + random() * (height - edge)),
      ...{ widthPx: edge, heightPx: edge, cellClass },
      probabilities: probabilitiesOf(cellClass, 0.55 + random() * 0.44),
    };
  });

const redCells = Array.from({ length: 330 }, () => ({
  x: Math.round(random() * drawnSmear.widthPx),
  y: Math.round(random() * drawnSmear.heightPx),
}));

function pickClass(value: number): CellClass {
  if (value < share.benign) return 'benign';
  if (value < share['early-pre-b']) return 'early-pre-b';
  return value < share['pre-b'] ? 'pre-b' : 'pro-b';
}

function probabilitiesOf(cellClass: CellClass, top: number): readonly number[] {
  return cellClasses.map((one) => (one === cellClass ? top : (1 - top) / 3));
}

/** Share of a cell's width that its nucleus takes, and what colour it has: blasts are full of it. */
const nuclei: Readonly<Record<CellClass, readonly [share: number, colour: string]>> = {
  benign: [0.62, '#5B3A86'],
  'early-pre-b': [0.74, '#6A4699'],
  'pre-b': [0.84, '#7550A6'],
  'pro-b': [0.9, '#8059B0'],
};

/** The region as an SVG of a given size. */
export function drawRegion(
  region: Region,
  size: { readonly widthPx: number; readonly heightPx: number },
): string {
  const { redCellPx } = drawnSmear;
  const red = redCells
    .filter(({ x, y }) => meets(region, { xPx: x - 40, yPx: y - 40, widthPx: 80, heightPx: 80 }))
    .map(
      ({ x, y }) => `${circle(x, y, redCellPx / 2, '#E2B1A4')}${circle(x, y, redCellPx / 5.5, '#EDCCC2')}`,
    );
  const white = drawnCells
    .filter((cell) => meets(region, cell))
    .map(({ xPx, yPx, widthPx, cellClass, id }) => {
      const [x, y, r] = [xPx + widthPx / 2, yPx + widthPx / 2, widthPx / 2 - 4];
      const [nucleus, colour] = nuclei[cellClass];
      const shift = ((id % 5) - 2) * r * 0.05;
      return `${circle(x, y, r, '#B9A5DA')}${circle(x + shift, y - shift, r * nucleus, colour)}`;
    });
  const { xPx, yPx, widthPx, heightPx } = region;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.widthPx}" height="${size.heightPx}" `,
    `viewBox="${xPx} ${yPx} ${widthPx} ${heightPx}" preserveAspectRatio="none">`,
    `<rect x="${xPx}" y="${yPx}" width="${widthPx}" height="${heightPx}" fill="#F4EAE6"/>`,
    ...red,
    ...white,
    '</svg>',
  ].join('');
}

function circle(x: number, y: number, radius: number, colour: string): string {
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="${colour}"/>`;
}

function meets(a: Region, b: Region): boolean {
  return (
    a.xPx < b.xPx + b.widthPx &&
    b.xPx < a.xPx + a.widthPx &&
    a.yPx < b.yPx + b.heightPx &&
    b.yPx < a.yPx + a.heightPx
  );
}
