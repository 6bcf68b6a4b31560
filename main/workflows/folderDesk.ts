import { resolve } from 'node:path';
import type { Db } from '../database/open.ts';
import { readSettings } from '../database/settings.ts';
import {
  addWatchedFolder,
  changeWatchedFolder,
  listWatchedFolders,
  removeWatchedFolder,
} from '../database/watchedFolders.ts';
import type { FolderState, WatchedFolder } from '../domain/watchedFolder.ts';
import type { AddedSlides } from './addSlides.ts';
import { type FolderWatch, watchFolders } from './watchFolders.ts';
import { whoAsks } from './whoActs.ts';
import { readDefaultGoal } from './worklist.ts';

/** The folders from which a station takes slides, for as long as its program runs. */
export interface FolderDesk {
  list(): readonly FolderState[];
  /** @throws LabError 'argument-invalid' when it is watched already */
  add(path: string, isPolled: boolean): void;
  /** @throws LabError 'folder-missing' when it is not watched (any more) */
  change(id: string, isPolled: boolean): void;
  /** Its slides stay. @throws LabError 'folder-missing' when it is not watched (any more) */
  remove(id: string): void;
  /** Looks with the lab's settings as they are now. */
  restart(): void;
  /** Resolves when nothing is looked at any more. */
  dispose(): Promise<void>;
}

interface Watching {
  readonly watch: FolderWatch;
  /** what it was begun with */
  readonly terms: string;
}

/** Watches the folders that the database names. Whoever creates it disposes of it. */
export function createFolderDesk({
  db,
  onAdded,
  onFolders,
}: {
  readonly db: Db;
  readonly onAdded: (added: AddedSlides) => void;
  /** a folder came, went, cannot be looked at, or can be again */
  readonly onFolders: () => void;
}): FolderDesk {
  const watching = new Map<string, Watching>();
  const problems = new Map<string, string>();
  const ending = new Set<Promise<void>>();
  let isDisposed = false;

  function begin(folder: WatchedFolder, stableMs: number, terms: string): void {
    const watch = watchFolders(db, {
      ...{ folders: [folder.path], priority: 'routine', cellGoal: readDefaultGoal(db) },
      ...{ stableMs, isPolling: folder.isPolled, onAdded },
      onProblem: (_, problem) => {
        if (watching.get(folder.id)?.watch !== watch) return;
        if (problem === undefined) problems.delete(folder.id);
        else problems.set(folder.id, problem);
        onFolders();
      },
    });
    watching.set(folder.id, { watch, terms });
  }

  function end(id: string): void {
    const known = watching.get(id);
    watching.delete(id);
    problems.delete(id);
    if (known === undefined) return;
    const ended = known.watch.dispose().finally(() => ending.delete(ended));
    ending.add(ended);
  }

  /** Folders whose terms are as before go on as they are: what was seen there stays seen. */
  function restart(): void {
    if (isDisposed) return;
    const { stableSeconds } = readSettings(db);
    const folders = listWatchedFolders(db);
    const ids = new Set(folders.map(({ id }) => id));
    for (const id of [...watching.keys()]) if (!ids.has(id)) end(id);
    for (const folder of folders) {
      const terms = JSON.stringify([folder.isPolled, stableSeconds, readDefaultGoal(db)]);
      if (watching.get(folder.id)?.terms === terms) continue;
      end(folder.id);
      begin(folder, stableSeconds * 1000, terms);
    }
  }

  const changed = () => {
    restart();
    onFolders();
  };
  restart();

  return {
    list: () => listWatchedFolders(db).map((folder) => ({ ...folder, problem: problems.get(folder.id) })),
    add(path, isPolled) {
      addWatchedFolder(db, { path: resolve(path), isPolled, person: whoAsks(db) });
      changed();
    },
    change(id, isPolled) {
      changeWatchedFolder(db, { id, isPolled, person: whoAsks(db) });
      changed();
    },
    remove(id) {
      removeWatchedFolder(db, { id, person: whoAsks(db) });
      changed();
    },
    restart,
    async dispose() {
      isDisposed = true;
      for (const id of [...watching.keys()]) end(id);
      await Promise.all(ending);
    },
  };
}
