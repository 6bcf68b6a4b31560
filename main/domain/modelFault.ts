import { LabError } from './labError.ts';

const codes: readonly string[] = ['model-corrupt', 'model-unknown', 'model-shape-mismatch'];

/** True of an error that is the fault of a model's files: it was not found, is damaged, or of another network. Any other
 *  says nothing of the model. */
export function isModelFault(error: unknown): error is LabError {
  return error instanceof LabError && codes.includes(error.code);
}
