import { readdir, readFile } from 'node:fs/promises';

/** The compute processes that a program runs (Linux). */
export async function computeProcessesOf(programPid: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (const task of await readdir(`/proc/${programPid}/task`).catch(() => [])) {
    const children = await readFile(`/proc/${programPid}/task/${task}/children`, 'utf8').catch(() => '');
    for (const pid of children.split(' ').filter(Boolean)) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes('computeProcess')) found.push(Number(pid));
    }
  }
  return found;
}
