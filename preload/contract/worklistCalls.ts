import { z } from 'zod';
import { cellGoals } from '../../main/domain/scan.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { type ScanQueue, scanPriorities, type WorklistRow } from '../../main/domain/worklist.ts';
import { defineCall, grantIdSchema, noArguments, slideIdSchema } from './defineCall.ts';

export interface AddedSlides {
  /** newly in the worklist, or waiting again */
  readonly addedIds: readonly SlideId[];
  /** known with a finished scan of the same content, model and settings: nothing to do */
  readonly knownCount: number;
  /** names that are no slides */
  readonly ignored: readonly string[];
}

const slideIds = z.array(slideIdSchema).min(1).max(100_000);
const prioritySchema = z.enum(scanPriorities);
const cellGoalSchema = z.union([z.literal(0), z.literal(cellGoals)]);

/** Slides and the queue of their scans. Answered by the station. */
export const worklistCalls = {
  /** every slide, newest first */
  listWorklist: defineCall<{ readonly rows: readonly WorklistRow[]; readonly queue: ScanQueue }>()(
    noArguments,
  ),
  /** rows of some slides, for an event 'worklist-changed'; slides that are unknown are left out */
  readWorklistRows: defineCall<readonly WorklistRow[]>()(z.strictObject({ slideIds })),
  /** the slides in files and folders that a person gave, into worklist and queue. Errors: 'folder-missing' |
   *  'folder-empty' when no grant holds a slide */
  addSlides: defineCall<AddedSlides>()(
    z.strictObject({
      grants: z.array(grantIdSchema).min(1).max(1000),
      priority: prioritySchema,
      /** undefined: that of the settings; 0: all cells */
      cellGoal: cellGoalSchema.optional(),
    }),
  ),
  /** draws the synthetic slides of the demo and queues them; those that are there are queued again only when they
   *  were not scanned */
  addDemoSlides: defineCall<AddedSlides>()(noArguments),
  /** puts slides into the queue again: failed, cancelled or scanned ones. With `isForced` also where a finished scan
   *  by the active model is there */
  scanAgain: defineCall<void>()(z.strictObject({ slideIds, isForced: z.boolean() })),
  cancelScans: defineCall<void>()(z.strictObject({ slideIds })),
  setPriority: defineCall<void>()(z.strictObject({ slideIds, priority: prioritySchema })),
  setQueuePaused: defineCall<ScanQueue>()(z.strictObject({ isPaused: z.boolean() })),
};
