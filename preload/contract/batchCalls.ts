import { z } from 'zod';
import type { BatchSummary } from '../../main/domain/batchSummary.ts';
import type { FolderState } from '../../main/domain/watchedFolder.ts';
import { defineCall, grantIdSchema, noArguments, uuidSchema } from './defineCall.ts';

/** Scans that nobody waits for: folders from which slides are taken, and what a night came to. Answered by the station. */
export const batchCalls = {
  listWatchedFolders: defineCall<readonly FolderState[]>()(noArguments),
  /** Errors: 'argument-invalid' when it is watched already, or is no folder */
  watchFolder: defineCall<readonly FolderState[]>()(
    z.strictObject({ grants: z.array(grantIdSchema).length(1), isPolled: z.boolean() }),
  ),
  /** Errors: 'folder-missing' when it is not watched any more */
  changeWatchedFolder: defineCall<readonly FolderState[]>()(
    z.strictObject({ id: uuidSchema, isPolled: z.boolean() }),
  ),
  /** its slides stay. Errors: 'folder-missing' when it is not watched any more */
  unwatchFolder: defineCall<readonly FolderState[]>()(z.strictObject({ id: uuidSchema })),
  /** what the jobs that ended since then came to */
  readBatchSummary: defineCall<BatchSummary>()(z.strictObject({ since: z.iso.datetime() })),
};
