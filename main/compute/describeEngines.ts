import { LabError } from '../domain/labError.ts';
import { openClassifier } from '../network/openClassifier.ts';
import type { JobContext } from './jobContext.ts';
import type { DescribeEnginesRequest, ModelEngine } from './messages.ts';
import { breathe } from './readAhead.ts';

/** What would run each of some classifiers on this machine, found by loading it. */
export async function describeEngines(
  { modelFolders }: DescribeEnginesRequest,
  { signal }: Pick<JobContext, 'signal'>,
): Promise<readonly ModelEngine[]> {
  const described: ModelEngine[] = [];
  for (const modelFolder of modelFolders) {
    await breathe(signal);
    described.push(await describeEngine(modelFolder));
  }
  return described;
}

async function describeEngine(modelFolder: string): Promise<ModelEngine> {
  try {
    const { classifier, note, isCopyBroken } = await openClassifier(modelFolder);
    classifier.dispose();
    return { modelFolder, engine: classifier.engine, note, isBroken: isCopyBroken };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { modelFolder, engine: undefined, note: error.message, isBroken: true };
  }
}
