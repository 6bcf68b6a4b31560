import { randomUUID } from 'node:crypto';
import { rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import { hasErrorCode } from './hasErrorCode.ts';
import { readJsonFile } from './readJsonFile.ts';
import type { SetupLog } from './setupProgress.ts';

/** The holder touches its lock this often; one that was not touched for `staleMs` has no living holder. */
const heartbeatMs = 5_000;
const staleMs = 60_000;
const pollMs = 250;

const holderSchema = z.object({ pid: z.int().positive(), host: z.string() });

/** Runs one set-up at a time in a cache folder; a second one waits. The lock spares work and disk: what
 *  keeps the cache whole is that every folder gets its name by a rename, when complete. */
export async function withSetupLock<Result>(
  cache: string,
  { log, signal }: { readonly log: SetupLog; readonly signal?: AbortSignal | undefined },
  work: () => Promise<Result>,
): Promise<Result> {
  const path = join(cache, 'setup.lock');
  await takeLock(path, { log, signal });
  const heartbeat = setInterval(() => void touch(path), heartbeatMs);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function takeLock(
  path: string,
  { log, signal }: { readonly log: SetupLog; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  let toldToWait = false;
  for (;;) {
    if (signal?.aborted) throw new LabError('cancelled', 'Set-up was cancelled.');
    try {
      await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
      return;
    } catch (cause) {
      if (!hasErrorCode(cause, 'EEXIST')) throw cause;
    }
    if (await isStale(path)) {
      await putAside(path);
      continue;
    }
    if (!toldToWait) log('Another set-up is at work on this machine; waiting for it …');
    toldToWait = true;
    await sleep(pollMs);
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const ageMs = Date.now() - (await stat(path)).mtimeMs;
    if (ageMs > staleMs) return true;
    const holder = holderSchema.safeParse(await readJsonFile(path));
    return holder.success && holder.data.host === hostname() && !isAlive(holder.data.pid);
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOENT')) return false;
    throw cause;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return hasErrorCode(cause, 'EPERM');
  }
}

/** A rename, so that of two waiters only one removes the dead lock. */
async function putAside(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch (cause) {
    if (!hasErrorCode(cause, 'ENOENT')) throw cause;
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  try {
    await utimes(path, now, now);
  } catch (cause) {
    if (!hasErrorCode(cause, 'ENOENT')) throw cause;
  }
}
