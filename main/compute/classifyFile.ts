import { basename } from 'node:path';
import { detectCells } from '../detection/detectCells.ts';
import { proposeClass } from '../domain/judgement.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import { judgePicture } from './judgePicture.ts';
import type { ClassifyFileRequest, ClassifyFileResult } from './messages.ts';
import { breathe } from './readAhead.ts';
import { requireRuler } from './requireRuler.ts';

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
  const finder = await context.models.cellFinder();
  const found = detectCells(pixels, finder, {
    redCellDiameterPx: request.redCellDiameterPx,
    signal: context.signal,
  });
  const detected = found.cells;
  const redCellDiameterPx = requireRuler(found.redCellDiameterPx, basename(request.path));
  const rows = await classifier.classifyCells(pixels, detected, { redCellDiameterPx, isCameraImage: true });
  const cells = detected.map((cell, i) => {
    const judgement = rows[i];
    if (judgement === undefined) throw new Error('The classifier gave fewer results than cells');
    return { ...cell, fieldIndex: 0, cellClass: proposeClass(judgement), ...judgement };
  });
  return { engine, fieldProbabilities: undefined, cells, redCellDiameterPx };
}
