import { join } from 'node:path';
import { citeEvaluation } from '../domain/citeEvaluation.ts';
import { formatModelCard } from '../domain/formatModelCard.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { chooseModel } from './chooseModel.ts';
import { writeOutput } from './writeOutput.ts';

/** Adds to a model's card the test figures of a second training by the same recipe on another split.
 *  @throws LabError 'argument-invalid' of citeEvaluation; 'model-unknown' | 'model-corrupt' of either */
export async function citeFigures(wanted: string, from: string): Promise<ModelCard> {
  const model = await chooseModel(wanted);
  const card = citeEvaluation(model.card, (await chooseModel(from)).card);
  await writeOutput(join(model.folder, 'CARD.md'), formatModelCard(card));
  await writeOutput(join(model.folder, 'card.json'), `${JSON.stringify(card, undefined, 2)}\n`);
  return card;
}
