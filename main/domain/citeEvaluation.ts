import { LabError } from './labError.ts';
import type { ModelCard } from './modelCard.ts';
import { modelFullName } from './modelFullName.ts';

/** A card with the test figures of a second training by the same recipe on another split added to it, marked
 *  as not of these weights: how the recipe does where whole stains are held out, say.
 *  @throws LabError 'argument-invalid' when the recipes differ, or the other model was not tested */
export function citeEvaluation(card: ModelCard, other: ModelCard): ModelCard {
  const difference = findRecipeDifference(card, other);
  if (difference !== undefined) {
    throw new LabError(
      'argument-invalid',
      `${modelFullName(other)} was trained by another recipe (${difference} differs). Only the same recipe on another split can be cited.`,
    );
  }
  const validation = (protocol: string) => protocol.includes('validation part');
  const tested = other.evaluations.filter((one) => one.ofTheseWeights && !validation(one.protocol));
  if (tested.length === 0) {
    throw new LabError(
      'argument-invalid',
      `${modelFullName(other)} was not tested on a test part. Train it with --split.`,
    );
  }
  const known = new Set(card.evaluations.map(({ protocol }) => protocol));
  const knownBaselines = new Set(card.baselines.map(({ protocol }) => protocol));
  return {
    ...card,
    evaluations: [
      ...card.evaluations,
      ...tested
        .filter(({ protocol }) => !known.has(protocol))
        .map((one) => ({ ...one, ofTheseWeights: false })),
    ],
    baselines: [
      ...card.baselines,
      ...other.baselines.filter(({ protocol }) => !knownBaselines.has(protocol)),
    ],
  };
}

function findRecipeDifference(card: ModelCard, other: ModelCard): string | undefined {
  const recipe = ({
    architecture,
    preprocessing,
    training,
  }: ModelCard): Readonly<Record<string, unknown>> => ({
    width: architecture.widthMultiplier,
    normalisation: architecture.batchNormalisation,
    'input size': preprocessing.inputPx,
    'masked corner': `${preprocessing.scaleBarCorner.width} ${preprocessing.scaleBarCorner.height}`,
    optimizer: training.optimizer,
    'learning rate': training.learningRate,
    epochs: training.epochs,
    'batch size': training.batchSize,
  });
  const [ours, theirs] = [recipe(card), recipe(other)];
  return Object.keys(ours).find((key) => ours[key] !== theirs[key]);
}
