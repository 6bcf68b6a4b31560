import { basename } from 'node:path';
import { detectCells } from '../detection/detectCells.ts';
import { likeliestClass } from '../domain/cellClass.ts';
import { proposeClass } from '../domain/judgement.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import type { ExplainFileRequest, ExplainFileResult } from './messages.ts';
import { breathe } from './readAhead.ts';
import { requireRuler } from './requireRuler.ts';

/** Where each cell of an image speaks for a class: the one that is asked for, else its likeliest.
 *  @throws LabError of readImage; 'scale-unknown' for an image without a ruler; 'cancelled' */
export async function explainFile(
  request: ExplainFileRequest,
  context: JobContext,
): Promise<ExplainFileResult> {
  const classifier = await context.models.classifier(request.modelFolder, 'fp32');
  const pixels = await readImage(request.path, context.signal);
  await breathe(context.signal);
  const { boxes, ruler } = await findBoxes(request, context, pixels);
  const redCellDiameterPx = requireRuler(ruler, basename(request.path));
  const place = { redCellDiameterPx, isCameraImage: request.isCameraImage };
  const judgements = await classifier.classifyCells(pixels, boxes, place);
  const cells: ExplainFileResult['cells'][number][] = [];
  for (const [i, box] of boxes.entries()) {
    await breathe(context.signal);
    const judgement = judgements[i];
    if (judgement === undefined) throw new Error('The classifier gave fewer results than cells');
    const explained = request.cellClass ?? likeliestClass(judgement.probabilities);
    const { window, heat } = classifier.explainCell(pixels, box, { ...place, cellClass: explained });
    cells.push({ box, window, heat, explained, proposed: proposeClass(judgement), judgement });
  }
  return { cells };
}

async function findBoxes(
  { cells, redCellDiameterPx }: ExplainFileRequest,
  { models, signal }: JobContext,
  pixels: Awaited<ReturnType<typeof readImage>>,
) {
  if (cells !== undefined && redCellDiameterPx !== undefined)
    return { boxes: cells, ruler: redCellDiameterPx };
  const found = detectCells(pixels, await models.cellFinder(), { redCellDiameterPx, signal });
  return { boxes: cells ?? found.cells, ruler: found.redCellDiameterPx };
}
