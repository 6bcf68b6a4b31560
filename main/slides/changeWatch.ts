import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { fingerprintSlide } from './slideFingerprint.ts';

/** Whether the files of an open slide are still those that were opened. */
export interface ChangeWatch {
  /** of the files as they were opened */
  readonly fingerprint: string;
  /** Looks at the files, unless it was done within the last second. Files that cannot be reached, or a disk that
   *  does not answer, are no change: what is cached is still of the slide, and reading says what is wrong.
   *  @throws LabError 'slide-changed', from then on always */
  refuseChanged(): Promise<void>;
  /** Looks at the files now.
   *  @returns false when they cannot be reached
   *  @throws as refuseChanged does */
  lookNow(): Promise<boolean>;
}

/** A network folder that is gone may take minutes to say so. */
const patienceMs = 3000;

const lookEveryMs = 1000;

/** Of a folder with thousands of files, looking may take at most this part of the time. */
const lookingPart = 0.05;

/** @param onChange is called once, when the change is found
 *  @throws LabError 'file-missing' | 'slide-unreadable' when the slide cannot be reached now */
export async function createChangeWatch(entry: SlideEntry, onChange: () => void): Promise<ChangeWatch> {
  const fingerprint = await withPatience(fingerprintSlide(entry), () => {
    throw silentDiskError(entry);
  });
  let isChanged = false;
  let nextLookAt = performance.now() + lookEveryMs;
  let look: Promise<boolean> | undefined;

  async function compare(): Promise<boolean> {
    const startedAt = performance.now();
    const found = await fingerprintSlide(entry).catch((error: unknown) => {
      if (error instanceof LabError) return undefined;
      throw error;
    });
    const endedAt = performance.now();
    nextLookAt = endedAt + Math.max(lookEveryMs, (endedAt - startedAt) / lookingPart);
    if (found !== undefined && found !== fingerprint && !isChanged) {
      isChanged = true;
      onChange();
    }
    return found !== undefined;
  }

  async function lookNow(): Promise<boolean> {
    // one at a time: a dead disk holds a thread for each
    look ??= compare().finally(() => {
      look = undefined;
    });
    nextLookAt = performance.now() + lookEveryMs;
    const isReached = await withPatience(look, () => false);
    if (isChanged) throw changedError(entry);
    return isReached;
  }

  return {
    fingerprint,
    lookNow,
    async refuseChanged() {
      if (isChanged) throw changedError(entry);
      if (performance.now() >= nextLookAt) await lookNow();
    },
  };
}

async function withPatience<Result>(work: Promise<Result>, giveUp: () => Result): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), patienceMs);
  });
  try {
    const first = await Promise.race([work.then((result) => ({ result })), patience]);
    return first === 'silent' ? giveUp() : first.result;
  } finally {
    clearTimeout(timer);
  }
}

function silentDiskError({ name, path }: SlideEntry): LabError {
  return new LabError(
    'file-missing',
    `The disk of ${name} does not answer. Check that it is connected, then open the slide again.`,
    { path },
  );
}

function changedError({ name, path }: SlideEntry): LabError {
  return new LabError(
    'slide-changed',
    `${name} has changed on disk since it was opened. Open it anew to see it as it is now, and scan it again.`,
    { path },
  );
}
