import { formatPercent } from '../domain/formatPercent.ts';
import type { TrainingResult } from '../domain/trainingRequest.ts';

/** What a training came to, for people. */
export function describeTraining({
  modelFolder,
  chosenEpoch,
  validationFigures,
  testFigures,
  stopped,
  int8,
}: TrainingResult): string {
  const test =
    testFigures === undefined
      ? ''
      : `, test accuracy ${formatPercent(testFigures.accuracy)}, macro precision ${formatPercent(testFigures.macroPrecision)}`;
  const stop =
    stopped === undefined
      ? ''
      : `\nStopped in epoch ${stopped.epoch}: the loss was no number any more. The best epoch before became the model; a lower --learning-rate may train further.`;
  return `${modelFolder}: epoch ${chosenEpoch} chosen, validation accuracy ${formatPercent(validationFigures.accuracy)}${test}${stop}${int8 === undefined ? '' : `\n${int8.note}`}`;
}
