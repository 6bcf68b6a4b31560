import type { PixelBox } from '../domain/cell.ts';
import { degrade } from './detectorBlur.ts';
import { recolour } from './detectorColour.ts';
import { createSampleCanvas, type LabelledField, type SampleCanvas } from './detectorField.ts';
import { paintField } from './detectorPaint.ts';
import { type CellCutout, pasteCells } from './detectorPaste.ts';
import type { RandomSource } from './detectorRandom.ts';
import { detectorRedCellPx } from './detectorSpec.ts';
import type { DetectorSample } from './detectorTraining.ts';

/** What samples are composed of. */
export interface SampleSource {
  /** fields by origin; each group is drawn as often as the others */
  readonly groups: readonly (readonly LabelledField[])[];
  readonly cutouts: readonly CellCutout[];
  /** parts of fields as the camera took them, without boxes: what its pixels and its compression look like, in
   *  which no cell may be seen */
  readonly closeUps: readonly LabelledField[];
}

/** Scales, relative to the network's own, at which cells are asked for, and those too coarse or too fine at
 *  which none may be seen: that is what lets the ruler tell the right scale from a wrong one. */
const rightScale = { low: 0.6, high: 1.65 } as const;
const coarseScale = { low: 0.15, high: 0.36 } as const;
const fineScale = { low: 2.8, high: 6 } as const;

/** One training sample, sidePx by sidePx network pixels: a field or a mosaic of four, white cells pasted in,
 *  turned, recoloured, degraded. */
export function composeDetectorSample(
  source: SampleSource,
  sidePx: number,
  random: RandomSource,
): DetectorSample {
  const canvas = createSampleCanvas(sidePx);
  const draw = random.uniform(0, 1);
  if (draw < 0.08) paintEmpty(canvas, source, random);
  else if (draw < 0.18) paintWrongScale(canvas, source, random);
  else paintRightScale(canvas, source, random);
  recolour(canvas, random);
  degrade(canvas, random);
  return turn(toSample(canvas), { sidePx, transposed: random.chance(0.5) });
}

function pickField(source: SampleSource, random: RandomSource): LabelledField {
  const group = source.groups[random.index(source.groups.length)] ?? [];
  const field = group[random.index(group.length)];
  if (field === undefined) throw new Error('A group of training fields is empty');
  return field;
}

function paintRightScale(canvas: SampleCanvas, source: SampleSource, random: RandomSource): void {
  const scale = random.logUniform(rightScale.low, rightScale.high);
  if (random.chance(0.3)) {
    paintField(canvas, pickField(source, random), { region: whole(canvas.sidePx), scale, random });
  } else {
    const common = random.chance(0.5) ? pickField(source, random) : undefined;
    for (const region of listRegions(canvas.sidePx, scale, random)) {
      const near = Math.min(rightScale.high, Math.max(rightScale.low, scale * random.logUniform(0.93, 1.08)));
      paintField(canvas, common ?? pickField(source, random), { region, scale: near, random });
    }
  }
  if (random.chance(0.5)) pasteCells(canvas, source.cutouts, { count: 1 + random.index(9), scale, random });
}

function paintWrongScale(canvas: SampleCanvas, source: SampleSource, random: RandomSource): void {
  if (source.closeUps.length > 0 && random.chance(0.4)) {
    paintCloseUp(canvas, source, random);
    return;
  }
  const range = random.chance(0.5) ? coarseScale : fineScale;
  const scale = random.logUniform(range.low, range.high);
  const field = pickField(source, random);
  for (const region of listRegions(canvas.sidePx, scale, random))
    paintField(canvas, field, { region, scale, random });
  canvas.whiteCells = [];
  canvas.redCells = [];
  canvas.unknown = [];
}

/** A close-up at 0.6 to 2.6 times its own pixels, but no smaller than where cells must no longer be seen. */
function paintCloseUp(canvas: SampleCanvas, source: SampleSource, random: RandomSource): void {
  const closeUp = source.closeUps[random.index(source.closeUps.length)];
  if (closeUp === undefined) return;
  const { raster, redCellDiameterPx } = closeUp;
  const least = (fineScale.low * detectorRedCellPx) / redCellDiameterPx;
  const zoom = Math.max(least, random.logUniform(0.6, 2.6));
  const step = Math.max(6, Math.floor(Math.min(raster.widthPx, raster.heightPx) * zoom * 0.9));
  for (let yPx = 0; yPx < canvas.sidePx; yPx += step) {
    for (let xPx = 0; xPx < canvas.sidePx; xPx += step) {
      const widthPx = Math.min(step, canvas.sidePx - xPx);
      const heightPx = Math.min(step, canvas.sidePx - yPx);
      const scale = (zoom * redCellDiameterPx) / detectorRedCellPx;
      paintField(canvas, closeUp, { region: { xPx, yPx, widthPx, heightPx }, scale, random });
    }
  }
}

/** A plain ground, black included, with no red cell: single cells cut from their smear. */
function paintEmpty(canvas: SampleCanvas, source: SampleSource, random: RandomSource): void {
  const ground = random.chance(0.4) ? [0, 0, 0] : [0, 1, 2].map(() => random.uniform(150, 255));
  canvas.covered.fill(1);
  for (let i = 0; i < canvas.pixels.length; i += 1) canvas.pixels[i] = ground[i % 3] as number;
  pasteCells(canvas, source.cutouts, {
    count: 1 + random.index(3),
    scale: random.logUniform(rightScale.low, rightScale.high),
    random,
  });
}

function whole(sidePx: number): PixelBox {
  return { xPx: 0, yPx: 0, widthPx: sidePx, heightPx: sidePx };
}

/** A sample is tiled by parts of this many red cells at most: the least that a labelled field shows. */
const regionRedCells = 4.2;

/** A grid of regions that fills the sample, each small enough for a labelled field at that scale. */
function listRegions(sidePx: number, scale: number, random: RandomSource): readonly PixelBox[] {
  const columns = listSpans(sidePx, scale, random);
  const rows = listSpans(sidePx, scale, random);
  return rows.flatMap((row) =>
    columns.map((column) => ({
      xPx: column.start,
      yPx: row.start,
      widthPx: column.length,
      heightPx: row.length,
    })),
  );
}

function listSpans(sidePx: number, scale: number, random: RandomSource) {
  const longest = Math.max(6, regionRedCells * detectorRedCellPx * scale);
  const spans: { start: number; length: number }[] = [];
  for (let start = 0; start < sidePx; ) {
    const length = Math.min(sidePx - start, Math.round(longest * random.uniform(0.7, 1)));
    spans.push({ start, length });
    start += length;
  }
  return spans;
}

/** Bytes to -1..1; what no field covers is 0, as the padding of the network's convolutions is. */
function toSample(canvas: SampleCanvas): DetectorSample {
  const { pixels, covered, whiteCells, redCells, unknown } = canvas;
  const scaled = new Float32Array(pixels.length);
  for (let i = 0; i < scaled.length; i += 1)
    scaled[i] = covered[(i / 3) | 0] === 0 ? 0 : Math.round(pixels[i] as number) / 127.5 - 1;
  const smallest = detectorRedCellPx * 0.1;
  const large = (box: PixelBox) => box.widthPx > smallest && box.heightPx > smallest;
  return { pixels: scaled, whiteCells: whiteCells.filter(large), redCells: redCells.filter(large), unknown };
}

/** The sample, rows and columns exchanged when asked; with the mirrored parts that makes all eight turns. */
function turn(
  sample: DetectorSample,
  how: { readonly sidePx: number; readonly transposed: boolean },
): DetectorSample {
  if (!how.transposed) return sample;
  const pixels = new Float32Array(sample.pixels.length);
  for (let y = 0; y < how.sidePx; y += 1) {
    for (let x = 0; x < how.sidePx; x += 1) {
      const from = (x * how.sidePx + y) * 3;
      const to = (y * how.sidePx + x) * 3;
      for (let channel = 0; channel < 3; channel += 1)
        pixels[to + channel] = sample.pixels[from + channel] as number;
    }
  }
  const turnBox = (box: PixelBox): PixelBox => ({
    xPx: box.yPx,
    yPx: box.xPx,
    widthPx: box.heightPx,
    heightPx: box.widthPx,
  });
  return {
    pixels,
    whiteCells: sample.whiteCells.map(turnBox),
    redCells: sample.redCells.map(turnBox),
    unknown: sample.unknown.map(turnBox),
  };
}
