import { type ChildProcess, fork } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { LabError } from '../../domain/labError.ts';
import { throwIfCancelled } from '../fileFailure.ts';
import { noteReadingProgress } from '../readingProgress.ts';

/** An image file to be rewritten as a tiled TIFF. */
interface Conversion {
  readonly from: string;
  readonly to: string;
  /** with halved copies, edges rounded down, until one fits in a tile of 256 px */
  readonly isPyramid: boolean;
  /** for messages */
  readonly slideName: string;
}

const lookEveryMs = 500;
/** A copy that does not grow for so long never will. */
const stallMs = 60_000;

/** What the converting process answers: nothing when it is done, or what went wrong. */
const answerSchema = z.union([
  z.object({ kind: z.literal('done') }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum(['disk-full', 'slide-unreadable']),
    message: z.string(),
  }),
]);
export type ConversionAnswer = z.infer<typeof answerSchema>;

/** Rewrites an image in a process of its own: libvips cannot be stopped in the middle, a process can.
 *  @throws LabError 'slide-unreadable' | 'disk-full' | 'cancelled' */
export async function convertToTiles(conversion: Conversion, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal, conversion.slideName);
  const child = fork(fileURLToPath(new URL('convertProcess.ts', import.meta.url)), {
    // libvips puts the halved copies together in files of its own
    env: { ...process.env, TMPDIR: dirname(conversion.to) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  const watch = watchGrowth(conversion.to, stop);
  try {
    child.send(conversion);
    const answer = await answerOf(child);
    throwIfCancelled(signal, conversion.slideName);
    if (answer === undefined)
      throw new LabError(
        'slide-unreadable',
        `Cannot read ${conversion.slideName}: the process that makes its working copy ended without a result, for want of memory or because the file is damaged. Export it as a tiled pyramid.`,
        { path: conversion.from },
      );
    if (answer.kind === 'failed') throw new LabError(answer.code, answer.message, { path: conversion.from });
  } finally {
    signal.removeEventListener('abort', stop);
    clearInterval(watch);
    stop();
  }
}

/** Passes on that the copy grows, and calls when it has not for long. */
function watchGrowth(path: string, onStall: () => void): NodeJS.Timeout {
  let sizeBytes = 0;
  let grewAt = performance.now();
  const look = async () => {
    const found = await stat(path).then(
      ({ size }) => size,
      () => 0, // not begun yet, or removed already
    );
    if (found !== sizeBytes) {
      sizeBytes = found;
      grewAt = performance.now();
      noteReadingProgress();
    } else if (performance.now() - grewAt > stallMs) onStall();
  };
  return setInterval(() => void look(), lookEveryMs);
}

/** Its answer, or undefined when it ended without one. The process has ended either way. */
async function answerOf(child: ChildProcess): Promise<ConversionAnswer | undefined> {
  return new Promise((resolve, reject) => {
    let answer: ConversionAnswer | undefined;
    child.once('message', (message: unknown) => {
      answer = answerSchema.parse(message);
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('exit', () => resolve(answer));
  });
}
