import { type ChildProcess, fork } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { LabError } from '../../domain/labError.ts';
import { throwIfCancelled } from '../fileFailure.ts';

/** An image file to be rewritten as a tiled TIFF. */
export interface Conversion {
  readonly from: string;
  readonly to: string;
  /** with halved copies, edges rounded down, until one fits in a tile of 256 px */
  readonly isPyramid: boolean;
  /** for messages */
  readonly slideName: string;
}

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
  try {
    child.send(conversion);
    const answer = await answerOf(child);
    throwIfCancelled(signal, conversion.slideName);
    if (answer === undefined)
      throw new LabError(
        'slide-unreadable',
        `Cannot read ${conversion.slideName}: the process that makes its working copy ended without a result, perhaps for want of memory. Export it as a tiled pyramid.`,
        { path: conversion.from },
      );
    if (answer.kind === 'failed') throw new LabError(answer.code, answer.message, { path: conversion.from });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
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
