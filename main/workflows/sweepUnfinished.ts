import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../database/newId.ts';
import { isProcessAlive, readProcessStart } from '../database/processIdentity.ts';

/* Folders in which something is put together before it shows itself: hidden, and named after the process that does it, so
 * that what a killed one left can be told from what is still being made. */

/** Without the start of its process (no /proc), or of a program before 0.4: left behind when it was not touched for so
 *  long. No import or lock takes a tenth of it. */
const longestUntouchedMs = 24 * 60 * 60 * 1000;

/** A name for a folder that this process puts together: ".importing-4711-5e0c…-0190…".
 *  @param purpose "importing" */
export function unfinishedName(purpose: string): string {
  const started = readProcessStart(process.pid);
  return `.${purpose}-${process.pid}-${started === undefined ? 'unknown' : foldStart(started)}-${newId()}`;
}

/** Removes what dead processes left of a purpose; never what a living one is at. What cannot be removed stays: it is
 *  hidden, and in nobody's way.
 *  @returns names of what was removed */
export async function sweepUnfinished(folder: string, purpose: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(`.${purpose}-`));
  const left: string[] = [];
  for (const name of names)
    if (await isLeftBehind(join(folder, name), name.slice(purpose.length + 2))) left.push(name);
  const removed = await Promise.allSettled(
    left.map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
  return left.filter((_, at) => removed[at]?.status === 'fulfilled');
}

async function isLeftBehind(path: string, owner: string): Promise<boolean> {
  const [, pid, start] = /^(\d{1,10})-([0-9a-f]+|unknown)-/.exec(owner) ?? [];
  if (pid !== undefined && start !== undefined && start !== 'unknown') {
    const started = readProcessStart(Number(pid));
    return started === undefined || foldStart(started) !== start;
  }
  if (pid !== undefined && !isProcessAlive(Number(pid), undefined)) return true;
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs > longestUntouchedMs;
}

/** "boot-id:ticks" in signs that a file name may have. */
function foldStart(started: string): string {
  return started.replaceAll(/[^0-9a-f]/g, '');
}
