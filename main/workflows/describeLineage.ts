import type { Db } from '../database/open.ts';
import { listTrainingRuns } from '../database/trainingRuns.ts';
import type { ModelCard } from '../domain/modelCard.ts';
import { modelFullName } from '../domain/modelFullName.ts';

/** How cards by a program before 0.4 named the parent, among what is to be cited. */
const parentInCitation = /^goes on from (\S+)$/;

/** The model that another goes on from, by its card; undefined when it says none. */
export function describeParent({
  parent,
  dataset,
}: Pick<ModelCard, 'dataset' | 'parent'>): string | undefined {
  return parent === undefined ? parentInCitation.exec(dataset.citation)?.[1] : modelFullName(parent);
}

/** A model and those that it goes on from, the youngest first, as far as trainings of this station and cards tell.
 *  @param cardOf the card of a model that is installed; undefined when it is not */
export function describeLineage(
  db: Db | undefined,
  fullName: string,
  cardOf: (fullName: string) => ModelCard | undefined,
): readonly string[] {
  const runs = db === undefined ? [] : listTrainingRuns(db);
  const line: string[] = [];
  let name: string | undefined = fullName;
  while (name !== undefined && !line.includes(name)) {
    line.push(name);
    const card = cardOf(name);
    const ofRun: string | undefined = runs.find(
      ({ modelName, state }) => modelName === name && state === 'done',
    )?.parentName;
    name = ofRun ?? (card === undefined ? undefined : describeParent(card));
  }
  return line;
}
