import type { PixelBox } from '../domain/cell.ts';
import { detectorStridePx } from './detectorSpec.ts';

/** What is known of one training sample: boxes in network pixels, clipped to it. */
export interface SampleBoxes {
  readonly whiteCells: readonly PixelBox[];
  readonly redCells: readonly PixelBox[];
  /** places where it isn't known what is there: they cost nothing */
  readonly unknown: readonly PixelBox[];
}

/** Targets of one class of one sample, float32 row-major over sidePx / 4 by sidePx / 4 map cells. */
export interface ClassTargets {
  /** 1 at the map cell of each centre, falling off around it as a Gaussian */
  readonly heat: Float32Array;
  /** [map cells, 4]: distances left, top, right, bottom from the map cell's centre to the box, network pixels */
  readonly box: Float32Array;
  /** how much the box of this map cell counts, 0..1; 0 away from centres */
  readonly boxWeight: Float32Array;
}

/** Standard deviation of the Gaussian around a centre, as a fraction of the box side, and its least value in
 *  map cells: narrow enough that touching cells keep a valley between them. */
const spreadPerSide = 0.11;
const leastSpreadCells = 0.7;

/** Map cells whose heat is above this learn the box too. */
const boxHeat = 0.5;

/** Targets of one class.
 *  @param sidePx side of the square sample in network pixels, a multiple of 4 */
export function computeClassTargets(boxes: readonly PixelBox[], sidePx: number): ClassTargets {
  const sideCells = sidePx / detectorStridePx;
  const targets = {
    heat: new Float32Array(sideCells * sideCells),
    box: new Float32Array(sideCells * sideCells * 4),
    boxWeight: new Float32Array(sideCells * sideCells),
  };
  for (const box of boxes) drawBox(box, sideCells, targets);
  return targets;
}

/** 1 where heat is learnt, 0 in unknown places, float32 [map cells]. */
export function computeKnownMask(unknown: readonly PixelBox[], sidePx: number): Float32Array {
  const sideCells = sidePx / detectorStridePx;
  const mask = new Float32Array(sideCells * sideCells).fill(1);
  for (const box of unknown) {
    const { firstX, lastX, firstY, lastY } = coveredCells(box, sideCells);
    for (let y = firstY; y <= lastY; y += 1) mask.fill(0, y * sideCells + firstX, y * sideCells + lastX + 1);
  }
  return mask;
}

function drawBox(box: PixelBox, sideCells: number, targets: ClassTargets): void {
  const centreX = clampIndex((box.xPx + box.widthPx / 2) / detectorStridePx, sideCells);
  const centreY = clampIndex((box.yPx + box.heightPx / 2) / detectorStridePx, sideCells);
  const spreadX = spreadCells(box.widthPx);
  const spreadY = spreadCells(box.heightPx);
  const { firstX, lastX, firstY, lastY } = coveredCells(box, sideCells);
  for (let y = firstY; y <= lastY; y += 1) {
    for (let x = firstX; x <= lastX; x += 1) {
      const heat = Math.exp(-((x - centreX) ** 2 / spreadX + (y - centreY) ** 2 / spreadY) / 2);
      const at = y * sideCells + x;
      if (heat <= (targets.heat[at] as number)) continue;
      targets.heat[at] = heat;
      if (heat < boxHeat) continue;
      targets.boxWeight[at] = heat;
      targets.box.set(distances(box, x, y), at * 4);
    }
  }
}

/** Variance of the Gaussian along one side, in map cells squared. */
function spreadCells(sidePx: number): number {
  return Math.max(leastSpreadCells, (spreadPerSide * sidePx) / detectorStridePx) ** 2;
}

function distances(box: PixelBox, x: number, y: number): readonly number[] {
  const centreXPx = (x + 0.5) * detectorStridePx;
  const centreYPx = (y + 0.5) * detectorStridePx;
  return [
    centreXPx - box.xPx,
    centreYPx - box.yPx,
    box.xPx + box.widthPx - centreXPx,
    box.yPx + box.heightPx - centreYPx,
  ].map((distance) => Math.max(distance, 0.5));
}

function coveredCells(box: PixelBox, sideCells: number) {
  return {
    firstX: clampIndex(box.xPx / detectorStridePx, sideCells),
    lastX: clampIndex((box.xPx + box.widthPx) / detectorStridePx, sideCells),
    firstY: clampIndex(box.yPx / detectorStridePx, sideCells),
    lastY: clampIndex((box.yPx + box.heightPx) / detectorStridePx, sideCells),
  };
}

function clampIndex(position: number, sideCells: number): number {
  return Math.min(sideCells - 1, Math.max(0, Math.floor(position)));
}
