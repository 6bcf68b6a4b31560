import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { withSetupLock } from '../../../main/setup/setupLock.ts';
import { aTempFolder } from './aTempFolder.ts';

let cache = '';
const log = (line: string) => logged.push(line);
let logged: string[] = [];

beforeEach(async () => {
  cache = await aTempFolder();
  logged = [];
});

test('a second set-up waits for the first and says so', async () => {
  const events: string[] = [];
  const run = (name: string) =>
    withSetupLock(cache, { log }, async () => {
      events.push(`${name} begins`);
      await sleep(50);
      events.push(`${name} ends`);
    });
  await Promise.all([run('first'), run('second')]);
  expect(events.map((event) => event.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
  expect(logged).toEqual([expect.stringContaining('Another set-up is at work')]);
  expect(await readdir(cache)).toEqual([]);
});

test('a failed set-up leaves no lock behind', async () => {
  const failing = withSetupLock(cache, { log }, async () => {
    throw new Error('compiler crashed');
  });
  await expect(failing).rejects.toThrow('compiler crashed');
  expect(await readdir(cache)).toEqual([]);
});

test('the lock of a killed set-up stops nobody', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeFile(join(cache, 'setup.lock'), JSON.stringify({ pid: child.pid, host: hostname() }));
  expect(await withSetupLock(cache, { log }, async () => 'done')).toBe('done');
  expect(logged).toEqual([]);
});

test('a lock of another machine stops nobody once it is no longer kept alive', async () => {
  const path = join(cache, 'setup.lock');
  await writeFile(path, JSON.stringify({ pid: process.pid, host: 'another-machine' }));
  const twoMinutesAgo = new Date(Date.now() - 120_000);
  await utimes(path, twoMinutesAgo, twoMinutesAgo);
  expect(await withSetupLock(cache, { log }, async () => 'done')).toBe('done');
});

test('waiting can be cancelled', async () => {
  await writeFile(join(cache, 'setup.lock'), JSON.stringify({ pid: process.pid, host: hostname() }));
  const signal = AbortSignal.timeout(20);
  const waiting = withSetupLock(cache, { log, signal }, async () => 'done');
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
});
