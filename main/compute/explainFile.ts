import { likeliestClass } from '../domain/cellClass.ts';
import { proposeClass } from '../domain/judgement.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import { judgeFoundCells } from './judgeFoundCells.ts';
import type { ExplainFileRequest, ExplainFileResult } from './messages.ts';
import { breathe } from './readAhead.ts';

/** Where each cell of an image speaks for a class: the one that is asked for, else its likeliest.
 *  @throws LabError of readImage; 'scale-unknown' for an image without a ruler; 'cancelled' */
export async function explainFile(
  request: ExplainFileRequest,
  context: JobContext,
): Promise<ExplainFileResult> {
  const classifier = await context.models.classifier(request.modelFolder, 'fp32');
  const pixels = await readImage(request.path, context.signal);
  await breathe(context.signal);
  const { path, redCellDiameterPx } = request;
  const found = await judgeFoundCells(classifier, pixels, { ...context, path, redCellDiameterPx });
  const cells: ExplainFileResult['cells'][number][] = [];
  for (const { cell: box, judgement } of found.cells) {
    await breathe(context.signal);
    const explained = request.cellClass ?? likeliestClass(judgement.probabilities);
    const { window, heat } = classifier.explainCell(pixels, box, { ...found.place, cellClass: explained });
    cells.push({ box, window, heat, explained, proposed: proposeClass(judgement), judgement });
  }
  return { cells };
}
