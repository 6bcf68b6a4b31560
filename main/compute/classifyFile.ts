import { proposeClass } from '../domain/judgement.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import { judgeFoundCells } from './judgeFoundCells.ts';
import { judgePicture } from './judgePicture.ts';
import type { ClassifyFileRequest, ClassifyFileResult } from './messages.ts';
import { breathe } from './readAhead.ts';

/** Classes of a whole field, or of each cell in it.
 *  @throws LabError of readImage; 'scale-unknown' for cells without a ruler; 'cancelled' */
export async function classifyFile(
  request: ClassifyFileRequest,
  context: JobContext,
): Promise<ClassifyFileResult> {
  const classifier = await context.models.classifier(request.modelFolder, request.engine);
  const { engine } = classifier;
  const pixels = await readImage(request.path, context.signal);
  await breathe(context.signal);
  if (!request.eachCell) {
    const item = { path: request.path };
    const { probabilities } = await judgePicture(classifier, pixels, { ...context, item });
    return { engine, fieldProbabilities: probabilities, cells: [], redCellDiameterPx: undefined };
  }
  const { path, redCellDiameterPx } = request;
  const found = await judgeFoundCells(classifier, pixels, { ...context, path, redCellDiameterPx });
  const cells = found.cells.map(({ cell, judgement }) => ({
    ...{ ...cell, fieldIndex: 0, cellClass: proposeClass(judgement) },
    ...judgement,
  }));
  return { engine, fieldProbabilities: undefined, cells, redCellDiameterPx: found.place.redCellDiameterPx };
}
