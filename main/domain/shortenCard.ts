import type { Figures, ModelCard } from './modelCard.ts';
import type { RunFigures } from './recipeFigures.ts';

/** A training in short, from its card.
 *  @throws Error when the card has no figures of its own weights on a test part */
export function shortenCard(run: string, card: ModelCard): RunFigures {
  const own = card.evaluations.filter(({ ofTheseWeights }) => ofTheseWeights);
  const isOfCells = card.trainedOn === 'cells';
  const find = (part: string, isByPicture: boolean) => {
    const found = own.find(
      ({ protocol }) => protocol.includes(part) && protocol.includes('by picture') === isByPicture,
    );
    if (found === undefined) throw new Error(`The card of ${run} has no figures of its ${part}`);
    return shortenFigures(found.figures);
  };
  return {
    run,
    validation: find('validation part', isOfCells),
    test: find('test part', isOfCells),
    ...(isOfCells && { testCells: find('test part', false) }),
    chosenEpoch: card.training.chosenEpoch,
    minutes: Number((card.training.durationMs / 60_000).toFixed(1)),
    weightsSha256: card.weights.sha256,
  };
}

function shortenFigures(figures: Figures): RunFigures['test'] {
  const { count, accuracy, macroPrecision, macroRecall, expectedCalibrationError } = figures;
  const benign = figures.classes.find(({ cellClass }) => cellClass === 'benign');
  return {
    ...{ count, accuracy, macroPrecision, macroRecall, expectedCalibrationError },
    benignRecall: benign?.recall ?? 0,
  };
}
