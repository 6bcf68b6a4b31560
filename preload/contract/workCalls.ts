import { z } from 'zod';
import { defineCall, uuidSchema } from './defineCall.ts';

/** What calls that take long name `requestId`: an id of the asker, by which progress is told ('work-progress') and the
 *  work is called off. Answered by the station. */
export const workCalls = {
  /** the work ends as 'cancelled'; of work that has ended nothing happens */
  cancelWork: defineCall<void>()(z.strictObject({ requestId: uuidSchema })),
};
