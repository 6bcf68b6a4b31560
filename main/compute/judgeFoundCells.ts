import { basename } from 'node:path';
import { detectCells } from '../detection/detectCells.ts';
import type { DetectedCell } from '../domain/cell.ts';
import type { Judgement } from '../domain/judgement.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { Classifier } from '../network/classifier.ts';
import type { CellPlace } from '../network/runningClassifier.ts';
import type { LoadedModels } from './loadedModels.ts';
import { requireRuler } from './requireRuler.ts';

/** The white cells of a camera image, each with what a model says of it.
 *  @throws LabError 'scale-unknown' for an image without a ruler; 'cancelled' */
export async function judgeFoundCells(
  classifier: Classifier,
  pixels: RgbRaster,
  given: {
    /** names the image */
    readonly path: string;
    /** undefined: it is measured */
    readonly redCellDiameterPx?: number | undefined;
    readonly models: Pick<LoadedModels, 'cellFinder'>;
    readonly signal: AbortSignal;
  },
): Promise<{
  readonly cells: readonly { readonly cell: DetectedCell; readonly judgement: Judgement }[];
  readonly place: CellPlace;
}> {
  const { redCellDiameterPx, signal } = given;
  const found = await detectCells(pixels, await given.models.cellFinder(), { redCellDiameterPx, signal });
  const place = {
    redCellDiameterPx: requireRuler(found.redCellDiameterPx, basename(given.path)),
    isCameraImage: true,
  };
  const judgements = await classifier.classifyCells(pixels, found.cells, place);
  const cells = found.cells.map((cell, i) => {
    const judgement = judgements[i];
    if (judgement === undefined) throw new Error('The classifier gave fewer results than cells');
    return { cell, judgement };
  });
  return { cells, place };
}
