import type { PixelSize } from '../../../main/domain/pixelSize.ts';

export interface ObjectivePreset {
  readonly power: number;
  /** screen pixels a slide pixel */
  readonly scale: number;
}

/** Objectives that smears are read with. */
const powers = [10, 20, 40, 100] as const;

/** A slide scanner's pixel at 40x is a quarter of a micrometre wide; at other powers in proportion. So "40x" shows
 *  four screen pixels a micrometre. */
const screenPxPerUmAtOne = 4 / 40;

/** @returns none where the pixel size is unknown: a power would be a guess */
export function objectivePresets(pixelSize: PixelSize | undefined): readonly ObjectivePreset[] {
  if (pixelSize === undefined) return [];
  const umPerPx = Math.sqrt(pixelSize.xUm * pixelSize.yUm);
  return powers.map((power) => ({ power, scale: power * screenPxPerUmAtOne * umPerPx }));
}
