import { detectCells } from '../detection/detectCells.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import type { DetectFileRequest, DetectFileResult } from './messages.ts';
import { breathe } from './readAhead.ts';

/** The white cells of one image. Without a ruler the detector judges by its own.
 *  @throws LabError of readImage, or 'cancelled' */
export async function detectFile(request: DetectFileRequest, context: JobContext): Promise<DetectFileResult> {
  const finder = await context.models.cellFinder();
  const pixels = await readImage(request.path, context.signal);
  await breathe(context.signal);
  const { cells, redCellDiameterPx } = await detectCells(pixels, finder, {
    redCellDiameterPx: request.redCellDiameterPx,
    signal: context.signal,
  });
  return { widthPx: pixels.widthPx, heightPx: pixels.heightPx, redCellDiameterPx, cells };
}
