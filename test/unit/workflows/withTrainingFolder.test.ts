import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readProcessStart } from '../../../main/database/processIdentity.ts';
import { withTrainingFolder } from '../../../main/workflows/withTrainingFolder.ts';
import { aTempFolder } from '../../helpers/openTempDatabase.ts';

/** A folder whose lock names another process. */
function aLockedFolder(holder: { processId: number; started?: string | undefined; host?: string }): string {
  const folder = join(aTempFolder(), 'mine-1.0.0');
  mkdirSync(folder);
  writeFileSync(join(folder, 'training.lock'), JSON.stringify({ host: hostname(), ...holder }));
  return folder;
}

test('one training at a time writes into a folder, and the next may when it has ended', async () => {
  const folder = join(aTempFolder(), 'deep', 'mine-1.0.0');
  const first = Promise.withResolvers<string>();
  const begun = withTrainingFolder(folder, () => first.promise);
  await vi.waitFor(() => expect(existsSync(join(folder, 'training.lock'))).toBe(true));
  const work = vi.fn(async () => 'second');
  await expect(withTrainingFolder(folder, work)).rejects.toMatchObject({
    ...{ code: 'training-busy', message: expect.stringContaining(`Process ${process.pid} trains into`) },
  });
  expect(work).not.toHaveBeenCalled();
  writeFileSync(join(folder, 'card.json'), '{}');
  first.resolve('first');
  expect(await begun).toBe('first');
  expect(await withTrainingFolder(folder, work)).toBe('second');
  expect(readdirSync(folder)).toEqual(['card.json']);
});

test('a training that fails lets the folder go, and leaves none that it did not need', async () => {
  const folder = join(aTempFolder(), 'mine-1.0.0');
  const failing = withTrainingFolder(folder, async () => {
    throw new Error('No cells.');
  });
  await expect(failing).rejects.toThrow('No cells.');
  expect(existsSync(folder)).toBe(false);
});

test('what a killed training left is taken over, also where its number is another process now', async () => {
  for (const holder of [
    { processId: 2 ** 22 + 1 },
    { processId: process.pid, started: `${readProcessStart(process.pid)}0` },
  ])
    expect(await withTrainingFolder(aLockedFolder(holder), async () => 'trained')).toBe('trained');
});

test('of many that find the lock of a killed training one trains at a time', async () => {
  const folder = aLockedFolder({ processId: 2 ** 22 + 1 });
  let atWork = 0;
  const work = async () => {
    atWork += 1;
    expect(atWork).toBe(1);
    await new Promise((resume) => setTimeout(resume, 20));
    atWork -= 1;
  };
  const tried = await Promise.allSettled(Array.from({ length: 5 }, () => withTrainingFolder(folder, work)));
  for (const one of tried)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'training-busy' });
  expect(tried.some(({ status }) => status === 'fulfilled')).toBe(true);
});

test('a lock of another machine is never taken over by itself', async () => {
  const folder = aLockedFolder({ processId: 1, host: 'the-other-station' });
  await expect(withTrainingFolder(folder, async () => undefined)).rejects.toMatchObject({
    ...{ code: 'training-busy', message: expect.stringContaining('the-other-station') },
  });
});
