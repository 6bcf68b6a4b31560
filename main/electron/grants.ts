import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import type { GrantId } from '../../preload/contract/defineCall.ts';
import type { Grant } from '../../preload/contract/shellCalls.ts';
import type { GrantPaths } from '../../preload/contract.ts';

/** Files and folders that people chose: windows know their ids, only the shell their paths. */
export interface Grants {
  /** @returns undefined for what is not there */
  give(path: string): Grant | undefined;
  /** For a file that is to be written: it need not be there. */
  giveTarget(path: string): Grant | undefined;
  /** The paths of the grants that a call's arguments name. */
  pathsOf(args: unknown): GrantPaths;
}

/** More are kept than anybody chooses in a day; the longest unused go first. */
const mostGrants = 10_000;

export function createGrants(): Grants {
  const paths = new Map<GrantId, string>();
  function note(path: string): GrantId {
    const id = `grant-${randomUUID()}` as GrantId;
    paths.set(id, path);
    for (const oldest of paths.keys()) {
      if (paths.size <= mostGrants) break;
      paths.delete(oldest);
    }
    return id;
  }

  return {
    give(path) {
      const found = isAbsolute(path) ? statSync(path, { throwIfNoEntry: false }) : undefined;
      if (found === undefined) return undefined;
      return { id: note(path), name: basename(path), kind: found.isDirectory() ? 'folder' : 'file' };
    },
    giveTarget(path) {
      if (!isAbsolute(path)) return undefined;
      return { id: note(path), name: basename(path), kind: 'file' };
    },
    pathsOf(args) {
      const wanted = typeof args === 'object' && args !== null && 'grants' in args ? args.grants : [];
      const entries = (Array.isArray(wanted) ? wanted : []).flatMap((id: GrantId) => {
        const path = paths.get(id);
        return path === undefined ? [] : [[id, path] as const];
      });
      return Object.fromEntries(entries);
    },
  };
}
