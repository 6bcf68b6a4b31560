import { stat } from 'node:fs/promises';
import type { batchCalls } from '../../../preload/contract/batchCalls.ts';
import { LabError } from '../../domain/labError.ts';
import type { FolderDesk } from '../../workflows/folderDesk.ts';
import { summarise } from '../../workflows/runBatch.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Scans that nobody waits for. */
export function createBatchHandlers(
  { db }: Pick<StationContext, 'db'>,
  desk: FolderDesk,
): HandlersOf<typeof batchCalls> {
  return {
    listWatchedFolders: () => desk.list(),
    watchFolder: async ({ grants: [grant], isPolled }, { grantPath }) => {
      const path = grant === undefined ? undefined : grantPath(grant);
      const isFolder = path !== undefined && (await stat(path)).isDirectory();
      if (!isFolder) throw new LabError('argument-invalid', 'Choose a folder: files alone are not watched.');
      desk.add(path, isPolled);
      return desk.list();
    },
    changeWatchedFolder: ({ id, isPolled }) => {
      desk.change(id, isPolled);
      return desk.list();
    },
    unwatchFolder: ({ id }) => {
      desk.remove(id);
      return desk.list();
    },
    readBatchSummary: ({ since }) => summarise(db, new Date(since).toISOString()),
  };
}
