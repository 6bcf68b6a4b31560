import { LabError } from '../domain/labError.ts';

/** A block of 16 megapixels in the slowest of formats takes a tenth of this. */
const longestReadMs = 120_000;

/** What is left of a slide may wait for reads that never end. */
const longestDisposeMs = 5000;

/** Gives up a read that gives no answer, as from a network folder that is gone: a batch must not wait for ever. The
 *  read itself cannot be stopped; nobody waits for it any more.
 *  @throws LabError 'slide-reader-lost', and what the read throws */
export async function limitRead<Result>(slideName: string, read: Promise<Result>): Promise<Result> {
  const lost = new LabError(
    'slide-reader-lost',
    `Reading ${slideName} gave no answer for ${longestReadMs / 60_000} minutes and was given up. If it lies on a ` +
      'network folder, check the connection; else copy it anew from its source.',
  );
  return withinTime(read, longestReadMs, () => {
    throw lost;
  });
}

/** Waits for a slide to be closed, but not for one that still reads and never will end. */
export async function limitDispose(dispose: Promise<void>): Promise<void> {
  await withinTime(dispose, longestDisposeMs, () => undefined);
}

async function withinTime<Result>(
  work: Promise<Result>,
  limitMs: number,
  atLimit: () => Result,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Result>((resolve, reject) => {
    timer = setTimeout(() => {
      try {
        resolve(atLimit());
      } catch (error) {
        reject(error);
      }
    }, limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
