import type { Db } from '../database/open.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import type { SlideInfo } from '../domain/slideInfo.ts';
import { hashSlide, type SlideHash } from '../slides/hashSlide.ts';
import { createSlideReaders, type SlideReaders } from '../slides/reader/readerClient.ts';
import { type LooseImages, slideEntriesAt } from '../slides/slideEntriesAt.ts';
import { compareWithScan, type RecordedSlide } from './compareWithScan.ts';
import { isSlideFailure } from './slideFailures.ts';

/** What can be said of a slide before it is scanned. */
export interface SlideDescription {
  readonly entry: SlideEntry;
  /** undefined when the slide could not be opened */
  readonly info: SlideInfo | undefined;
  /** undefined when its bytes could not be read, or were not asked for */
  readonly hash: SlideHash | undefined;
  /** why it cannot be scanned; undefined when it can */
  readonly failure: LabError | undefined;
  /** undefined when no database was asked */
  readonly recorded: RecordedSlide | undefined;
}

export interface DescribeOptions {
  readonly looseImages: LooseImages;
  /** false: the hash, which reads every byte, is left out */
  readonly withHash: boolean;
  /** asked for what was scanned before; needs the hash */
  readonly db: Db | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number, total: number, slideName: string) => void;
}

/** Opens each slide that the paths stand for in a process of its own, reads its coarsest level, and hashes it.
 *  A slide that cannot be read is described with the reason, and the others go on.
 *  @throws LabError 'file-missing' | 'folder-missing' | 'folder-empty' of a path; 'cancelled' */
export async function* describeSlides(
  paths: readonly string[],
  options: DescribeOptions,
): AsyncGenerator<SlideDescription> {
  const entries = (await Promise.all(paths.map((path) => slideEntriesAt(path, options.looseImages)))).flat();
  const readers = createSlideReaders({ slidesPerProcess: 100 });
  try {
    for (const [index, entry] of entries.entries()) {
      options.onProgress?.(index, entries.length, entry.name);
      yield await describeSlide(entry, readers, options);
    }
  } finally {
    await readers.dispose();
  }
}

async function describeSlide(
  entry: SlideEntry,
  readers: SlideReaders,
  { withHash, db, signal }: DescribeOptions,
): Promise<SlideDescription> {
  const opened = await settle(async () => {
    const reader = await readers.open(entry, { signal });
    try {
      const checked = await settle(() => reader.checkReadable(signal));
      return { info: reader.info, failure: checked.failure };
    } finally {
      await reader.dispose();
    }
  });
  const hashed = withHash ? await settle(() => hashSlide(entry, signal)) : undefined;
  return {
    entry,
    info: opened.value?.info,
    hash: hashed?.value,
    failure: opened.failure ?? opened.value?.failure ?? hashed?.failure,
    recorded: db === undefined ? undefined : compareWithScan(db, entry, hashed?.value?.sha256),
  };
}

/** The value, or the failure of the slide. @throws every other failure */
async function settle<Value>(work: () => Promise<Value>): Promise<{
  readonly value: Value | undefined;
  readonly failure: LabError | undefined;
}> {
  try {
    return { value: await work(), failure: undefined };
  } catch (error) {
    if (error instanceof LabError && isSlideFailure(error)) return { value: undefined, failure: error };
    throw error;
  }
}
