import { boxesMeet } from '../domain/cell.ts';
import { likeliestClass } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { openSlide } from '../slides/openSlide.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import type { JobContext } from './jobContext.ts';
import { limitDispose, limitRead } from './limitRead.ts';
import type { ExplainCellRequest, ExplainCellResult } from './messages.ts';
import { breathe } from './readAhead.ts';
import { chooseMagnification, readScaled } from './readScaled.ts';
import { leastRedCellPx } from './scanPlane.ts';

/** A part of a slide as a scan would read it, for one cell. */
interface Surroundings {
  readonly pixels: RgbRaster;
  /** full-resolution slide pixels of its upper left corner */
  readonly xPx: number;
  readonly yPx: number;
  /** full-resolution slide pixels a pixel */
  readonly scale: number;
  readonly isCameraImage: boolean;
}

/** Which parts of what the network sees of a cell speak for a class: always by the float32 network. The slide is read
 *  as its scan read it, so that the network sees the same.
 *  @throws LabError of openSlide; 'tile-unreadable' where the slide is damaged at the cell; 'argument-invalid' when the
 *  slide has no such field; 'model-unknown' | 'model-corrupt' | 'cancelled' */
export async function explainCell(
  request: ExplainCellRequest,
  context: JobContext,
): Promise<ExplainCellResult> {
  const { signal } = context;
  const { box, redCellDiameterPx } = request;
  const classifier = await context.models.classifier(request.modelFolder, 'fp32');
  const source = await openSlide(request.slide, signal);
  try {
    const around = await readSurroundings(
      source,
      { ...request, edgePx: classifier.preprocessing.windowRedCells * redCellDiameterPx },
      signal,
    );
    const { pixels, xPx, yPx, scale, isCameraImage } = around;
    const cell = {
      xPx: (box.xPx - xPx) / scale,
      yPx: (box.yPx - yPx) / scale,
      widthPx: box.widthPx / scale,
      heightPx: box.heightPx / scale,
    };
    const place = { redCellDiameterPx: redCellDiameterPx / scale, isCameraImage };
    await breathe(signal);
    const [judgement] = await classifier.classifyCells(pixels, [cell], place);
    if (judgement === undefined) throw new Error('The classifier gave no result');
    const explained = request.cellClass ?? likeliestClass(judgement.probabilities);
    await breathe(signal);
    const { window, heat } = classifier.explainCell(pixels, cell, { ...place, cellClass: explained });
    return {
      ...{ explained, heat, judgement, engine: classifier.engine },
      window: {
        xPx: xPx + window.xPx * scale,
        yPx: yPx + window.yPx * scale,
        widthPx: window.widthPx * scale,
        heightPx: window.heightPx * scale,
      },
    };
  } finally {
    await limitDispose(source.dispose());
  }
}

/** The whole camera image, or of a continuous slide the network's window with room about it for the resampler. */
async function readSurroundings(
  source: SlideSource,
  request: ExplainCellRequest & { readonly edgePx: number },
  signal: AbortSignal,
): Promise<Surroundings> {
  const { info } = source;
  const { fieldIndex, field, box, redCellDiameterPx, edgePx } = request;
  if (info.fields !== undefined) {
    if (info.fields[fieldIndex] === undefined)
      throw new LabError('argument-invalid', `${info.name} has no such field any more. Scan it again.`);
    const { pixels } = await limitRead(info.name, source.readField(fieldIndex, signal));
    return { pixels, xPx: field.xPx, yPx: field.yPx, scale: 1, isCameraImage: true };
  }
  const reachPx = edgePx / 2 + redCellDiameterPx;
  const [x, y] = [box.xPx + box.widthPx / 2, box.yPx + box.heightPx / 2];
  const at = chooseMagnification(info, { widthPx: redCellDiameterPx, leastPx: leastRedCellPx });
  // the network saw no farther than the field: beyond its edge, its mirror image
  const left = alignToField(Math.max(field.xPx, x - reachPx), field.xPx, at.scale);
  const top = alignToField(Math.max(field.yPx, y - reachPx), field.yPx, at.scale);
  const wanted = {
    xPx: left,
    yPx: top,
    widthPx: Math.max(1, Math.min(field.xPx + field.widthPx, x + reachPx) - left),
    heightPx: Math.max(1, Math.min(field.yPx + field.heightPx, y + reachPx) - top),
  };
  const region = await readScaled(source, { box: wanted, at }, signal);
  if (region.damaged.some((part) => boxesMeet(part, box)))
    throw new LabError(
      'tile-unreadable',
      `${info.name} is damaged where this cell lies: what the network saw cannot be shown. Copy the slide anew from its source.`,
    );
  return { ...region, isCameraImage: false };
}

/** Pixels of a field that are one in the coarsest copy of it that a window is ever cut from. */
const blockPx = 16;

/** The part of a field must begin where its smaller copies begin a pixel, or they would be of other fours than the scan's.
 *  @returns at most `startPx`, in pixels of the slide */
function alignToField(startPx: number, fieldPx: number, scale: number): number {
  const first = Math.floor(fieldPx / scale);
  const blocks = Math.floor((Math.floor(startPx / scale) - first) / blockPx);
  // a little more than the edge of the pixel, so that it is not rounded to the one before
  return (first + blocks * blockPx + 1e-3) * scale;
}
