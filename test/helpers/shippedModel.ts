import { modelFullName } from '../../main/domain/modelFullName.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { listModels } from '../../main/workflows/listModels.ts';

const chosen = await chooseModel(undefined);

/** Full name of the classifier that the program uses before a lab has activated another. */
export const shipped = modelFullName(chosen.card);

/** Full names of all classifiers that come with the program, in the order in which they are listed. */
export const allShipped = (await listModels(false))
  .filter(({ task }) => task === 'classify-cells')
  .map(modelFullName);

export const shippedCard = chosen.card;
