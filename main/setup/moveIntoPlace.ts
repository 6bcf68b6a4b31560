import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrorCode } from './hasErrorCode.ts';

/** Gives a finished folder its name by a rename. What had the name, an older or broken one, is moved
 *  aside and removed; programs that have files of it open keep them. Both must lie on one disk. */
export async function moveIntoPlace(finished: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await putAside(place, async () => rename(finished, place));
}

/** Puts a link at a path, replacing whatever is there: another link or file in one step, a folder by
 *  moving it aside first. */
export async function linkIntoPlace(target: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  const link = `${place}.${randomUUID()}`;
  await symlink(target, link);
  try {
    await rename(link, place);
  } catch (cause) {
    if (!hasErrorCode(cause, 'EISDIR', 'ENOTEMPTY', 'EEXIST')) throw cause;
    await putAside(place, async () => rename(link, place));
  }
}

/** Another set-up may take the free name in between, so this is tried again. */
async function putAside(place: string, replace: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const aside = `${place}.old-${randomUUID()}`;
    try {
      await rename(place, aside);
    } catch (cause) {
      if (!hasErrorCode(cause, 'ENOENT')) throw cause;
    }
    try {
      await replace();
      return;
    } catch (cause) {
      if (attempt === 3 || !hasErrorCode(cause, 'ENOTEMPTY', 'EEXIST', 'EISDIR')) throw cause;
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
}
