import { LabError } from '../../domain/labError.ts';

/** What is left of a patient's data in a copy, or wrong with it, as an error for people.
 *  @param finding half a sentence about the copy, without any value */
export function proofFailure(finding: string): LabError {
  return new LabError(
    'deidentification-failed',
    `The copy was made and did not pass its check, so it was removed: ${finding}. The original is untouched. ` +
      'Please report this with the format and scanner of the slide.',
  );
}
