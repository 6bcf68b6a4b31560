import type { CellFinder } from '../../../main/detection/cellFinder.ts';
import type { PixelBox } from '../../../main/domain/cell.ts';
import {
  boxUnitPx,
  type CellMaps,
  cellMapChannels,
  type FoundKind,
  logitChannel,
  logitOf,
  outputsAt,
} from '../../../main/domain/cellMaps.ts';
import type { RgbRaster } from '../../../main/domain/raster.ts';

const ground = [240, 240, 240] as const;
const whiteColour = [40, 40, 200] as const;
const redColour = [200, 40, 40] as const;

/** A flat field with square cells: pure blue for white cells, pure red for red cells. */
export function paintSmear(
  size: { readonly widthPx: number; readonly heightPx: number },
  cells: { readonly white?: readonly PixelBox[]; readonly red?: readonly PixelBox[] },
): RgbRaster {
  const data = new Uint8Array(size.widthPx * size.heightPx * 3);
  for (let i = 0; i < data.length; i += 1) data[i] = ground[i % 3] as number;
  const paint = (box: PixelBox, colour: readonly number[]) => {
    for (
      let y = Math.max(0, Math.round(box.yPx));
      y < Math.min(size.heightPx, box.yPx + box.heightPx);
      y += 1
    )
      for (
        let x = Math.max(0, Math.round(box.xPx));
        x < Math.min(size.widthPx, box.xPx + box.widthPx);
        x += 1
      )
        data.set(colour, (y * size.widthPx + x) * 3);
  };
  for (const box of cells.red ?? []) paint(box, redColour);
  for (const box of cells.white ?? []) paint(box, whiteColour);
  return { ...size, data };
}

/** Red cells on a grid, three widths apart, leaving out what `avoid` covers. */
export function gridOfRedCells(
  size: { readonly widthPx: number; readonly heightPx: number },
  diameterPx: number,
  avoid: readonly PixelBox[] = [],
): readonly PixelBox[] {
  const boxes: PixelBox[] = [];
  for (let y = diameterPx; y + 2 * diameterPx < size.heightPx; y += 3 * diameterPx)
    for (let x = diameterPx; x + 2 * diameterPx < size.widthPx; x += 3 * diameterPx) {
      const box = { xPx: x, yPx: y, widthPx: diameterPx, heightPx: diameterPx };
      const clear = avoid.every(
        (other) =>
          x > other.xPx + other.widthPx + 2 ||
          other.xPx > x + diameterPx + 2 ||
          y > other.yPx + other.heightPx + 2 ||
          other.yPx > y + diameterPx + 2,
      );
      if (clear) boxes.push(box);
    }
  return boxes;
}

export interface PaintedFinder extends CellFinder {
  /** network pixels of each image that was looked at */
  readonly lookedAt: { readonly widthPx: number; readonly heightPx: number }[];
}

/** Finds painted cells by colour, and like the real network only those whose size is near the one it was
 *  trained at: red cells of 0.6 to 1.65 times 20 px, white cells twice as wide. */
export function paintedFinder(): PaintedFinder {
  const lookedAt: { widthPx: number; heightPx: number }[] = [];
  return {
    redCellPx: 20,
    scoreThreshold: 0.5,
    lookedAt,
    findCells: async (image) => {
      lookedAt.push({ widthPx: image.widthPx, heightPx: image.heightPx });
      return findPainted(image);
    },
  };
}

function findPainted(image: RgbRaster): CellMaps {
  const stridePx = 4;
  const widthCells = Math.ceil(image.widthPx / stridePx);
  const heightCells = Math.ceil(image.heightPx / stridePx);
  const outputs = new Float32Array(widthCells * heightCells * cellMapChannels).fill(Number.NEGATIVE_INFINITY);
  const maps = { widthCells, heightCells, stridePx, rowCells: widthCells, outputs };
  const note = (box: PixelBox, kind: FoundKind) => {
    const x = Math.floor((box.xPx + box.widthPx / 2) / stridePx);
    const y = Math.floor((box.yPx + box.heightPx / 2) / stridePx);
    const at = outputsAt(maps, Math.min(widthCells - 1, x), Math.min(heightCells - 1, y));
    const centreX = (x + 0.5) * stridePx;
    const centreY = (y + 0.5) * stridePx;
    outputs[at + logitChannel[kind]] = logitOf(0.9);
    const sides = [
      ...[centreX - box.xPx, centreY - box.yPx],
      ...[box.xPx + box.widthPx - centreX, box.yPx + box.heightPx - centreY],
    ];
    outputs.set(
      sides.map((side) => Math.log(side / boxUnitPx[kind])),
      at + (kind === 'whiteCell' ? 2 : 6),
    );
  };
  for (const box of findBlobs(image, 2)) if (isNear(box, 40)) note(box, 'whiteCell');
  for (const box of findBlobs(image, 0)) if (isNear(box, 20)) note(box, 'redCell');
  return maps;
}

function isNear(box: PixelBox, sidePx: number): boolean {
  const side = Math.sqrt(box.widthPx * box.heightPx);
  return side > 0.6 * sidePx && side < 1.65 * sidePx;
}

/** Bounding boxes of connected pixels in which one channel exceeds the other two by far. */
function findBlobs(image: RgbRaster, channel: 0 | 2): readonly PixelBox[] {
  const { widthPx, heightPx, data } = image;
  const todo = new Uint8Array(widthPx * heightPx);
  for (let at = 0; at < todo.length; at += 1) {
    const own = data[at * 3 + channel] as number;
    const other = data[at * 3 + 2 - channel] as number;
    todo[at] = own > other + 70 ? 1 : 0;
  }
  const boxes: PixelBox[] = [];
  for (let start = 0; start < todo.length; start += 1) {
    if (todo[start] === 0) continue;
    const stack = [start];
    todo[start] = 0;
    let [left, top, right, bottom] = [widthPx, heightPx, 0, 0];
    while (stack.length > 0) {
      const at = stack.pop() as number;
      const x = at % widthPx;
      const y = Math.floor(at / widthPx);
      [left, top, right, bottom] = [
        Math.min(left, x),
        Math.min(top, y),
        Math.max(right, x + 1),
        Math.max(bottom, y + 1),
      ];
      for (const [nextX, nextY] of [
        [x - 1, y],
        [x + 1, y],
        [x, y - 1],
        [x, y + 1],
      ] as const) {
        const next = nextY * widthPx + nextX;
        if (nextX < 0 || nextY < 0 || nextX >= widthPx || nextY >= heightPx || todo[next] === 0) continue;
        todo[next] = 0;
        stack.push(next);
      }
    }
    boxes.push({ xPx: left, yPx: top, widthPx: right - left, heightPx: bottom - top });
  }
  return boxes;
}
