import { readdirSync, readFileSync } from 'node:fs';
import { until } from './askLab.ts';

/** Processes below another one, by a word of their command line. Linux only, as the tests of the window are.
 *  @returns their ids */
export function findProcesses(ancestor: number, word: string): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.flatMap((name) => parentOf(Number(name))));
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === ancestor) return true;
    return false;
  };
  return [...parents.keys()].filter((pid) => isBelow(pid) && commandOf(pid).includes(word));
}

/** Kills one process so that it can do nothing any more, and waits until it is gone. */
export async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(`process ${pid} to be gone`, async () => commandOf(pid) === '');
}

/** False when it is gone, or dead and only not yet taken note of. */
export function isThere(pid: number): boolean {
  return commandOf(pid) !== '';
}

function parentOf(pid: number): [number, number][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return [[pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
  } catch {
    return []; // it has just ended
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
