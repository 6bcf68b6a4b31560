import { LabError } from '../domain/labError.ts';
import type { JobContext } from './jobContext.ts';
import { createLoadedModels } from './loadedModels.ts';
import type { ComputeJobName, ComputeJobs } from './messages.ts';
import { requestSchemas } from './requestSchemas.ts';

type Job<Name extends ComputeJobName> = (
  request: ComputeJobs[Name]['request'],
  context: JobContext,
) => Promise<ComputeJobs[Name]['result']>;

/** Each job's code is loaded at its first call: a check of TensorFlow needs no image library. */
const jobs: { readonly [Name in ComputeJobName]: Job<Name> } = {
  checkTensorFlow: async () => (await import('../network/checkTensorFlow.ts')).checkTensorFlow(),
  scanSlide: async (request, context) => (await import('./scanSlide.ts')).scanSlide(request, context),
  detectFile: async (request, context) => (await import('./detectFile.ts')).detectFile(request, context),
  classifyFile: async (request, context) =>
    (await import('./classifyFile.ts')).classifyFile(request, context),
  explainFile: async (request, context) => (await import('./explainFile.ts')).explainFile(request, context),
  explainCell: async (request, context) => (await import('./explainCell.ts')).explainCell(request, context),
  trainModel: async (request, context) => (await import('./trainModel.ts')).trainModel(request, context),
  preflightTraining: async (request, context) =>
    (await import('./preflightTraining.ts')).preflightTraining(request, context),
  trainDetector: async (request, { onProgress, signal }) =>
    (await import('./trainDetector.ts')).trainDetector(request, onProgress, signal),
  describePictures: async (request, context) =>
    (await import('./describePictures.ts')).describePictures(request, context),
  quantizeModel: async (request, context) =>
    (await import('./quantizeModel.ts')).quantizeModel(request, context),
  quantizeDetector: async (request, context) =>
    (await import('./quantizeDetector.ts')).quantizeDetector(request, context),
  describeEngines: async (request, context) =>
    (await import('./describeEngines.ts')).describeEngines(request, context),
  evaluateModel: async (request, context) =>
    (await import('./evaluateModel.ts')).evaluateModel(request, context),
  runTestVectors: async (request, context) =>
    (await import('./runTestVectors.ts')).runTestVectors(request, context),
};

/** The jobs of one compute process, with the models it has loaded. */
export function createJobs() {
  const models = createLoadedModels();
  return {
    /** Runs a job after reading its request.
     *  @throws LabError 'argument-invalid' when the request is not of the job's form */
    run(name: ComputeJobName, request: unknown, context: Omit<JobContext, 'models'>): Promise<unknown> {
      return runJob(name, request, { ...context, models });
    },
  };
}

async function runJob<Name extends ComputeJobName>(
  name: Name,
  request: unknown,
  context: JobContext,
): Promise<unknown> {
  const parsed = requestSchemas[name].safeParse(request);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new LabError(
      'argument-invalid',
      `The job ${name} was asked for wrongly: ${issue?.path.join('.')}: ${issue?.message}. Correct that value and try again.`,
      { job: name },
    );
  }
  return jobs[name](parsed.data, context);
}
