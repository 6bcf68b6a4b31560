import { basename } from 'node:path';
import { type Judgement, poolJudgements } from '../domain/judgement.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { Classifier } from '../network/classifier.ts';
import { judgeFoundCells } from './judgeFoundCells.ts';
import type { LoadedModels } from './loadedModels.ts';

/** What a model says of a labelled cell, or of a whole field: one that learned cells looks for them and pools
 *  what it says of them.
 *  @throws LabError 'scale-unknown' | 'slide-unreadable' for a field in which such a model finds no ruler, no cell */
export async function judgePicture(
  classifier: Classifier,
  pixels: RgbRaster,
  given: {
    readonly item: Pick<LabelledImage, 'path' | 'cell'>;
    readonly models: Pick<LoadedModels, 'cellFinder'>;
    readonly signal: AbortSignal;
  },
): Promise<Judgement> {
  const { cell, path } = given.item;
  if (cell !== undefined) {
    const place = { redCellDiameterPx: cell.redCellDiameterPx, isCameraImage: true };
    return requireFirst(await classifier.classifyCells(pixels, [cell], place));
  }
  if (classifier.card.trainedOn !== 'cells') return classifier.classifyField(pixels);
  const { cells } = await judgeFoundCells(classifier, pixels, { ...given, path });
  if (cells.length > 0) return poolJudgements(cells.map(({ judgement }) => judgement));
  throw new LabError(
    'slide-unreadable',
    `${basename(path)} shows no white cell, and this model judges cells. Leave the picture out, or use a model of whole fields.`,
  );
}

function requireFirst(judgements: readonly Judgement[]): Judgement {
  const [first] = judgements;
  if (first === undefined) throw new Error('The classifier gave fewer results than cells');
  return first;
}
