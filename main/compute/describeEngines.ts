import { LabError } from '../domain/labError.ts';
import { openCellFinder } from '../network/openCellFinder.ts';
import { openClassifier } from '../network/openClassifier.ts';
import type { JobContext } from './jobContext.ts';
import type { DescribeEnginesRequest, ModelEngine } from './messages.ts';
import { breathe } from './readAhead.ts';

/** What would run each of some models on this machine, found by loading it. */
export async function describeEngines(
  { models }: DescribeEnginesRequest,
  { signal }: Pick<JobContext, 'signal'>,
): Promise<readonly ModelEngine[]> {
  const described: ModelEngine[] = [];
  for (const model of models) {
    await breathe(signal);
    described.push(await describeEngine(model));
  }
  return described;
}

async function describeEngine({
  folder,
  task,
}: DescribeEnginesRequest['models'][number]): Promise<ModelEngine> {
  try {
    const { engine, note, isCopyBroken } = await (task === 'find-cells' ? tryFinder : tryClassifier)(folder);
    return { modelFolder: folder, engine, note, isBroken: isCopyBroken };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { modelFolder: folder, engine: undefined, note: error.message, isBroken: true };
  }
}

async function tryClassifier(folder: string) {
  const { classifier, ...chosen } = await openClassifier(folder);
  classifier.dispose();
  return { ...chosen, engine: classifier.engine };
}

async function tryFinder(folder: string) {
  const finder = await openCellFinder(folder);
  finder.dispose();
  return finder;
}
