/** What is known of a slide in a watched folder: undefined while a file of it is being written or cannot be reached. */
export interface SeenSlide {
  readonly path: string;
  readonly fingerprint: string | undefined;
}

export interface SlideSettler {
  /** Takes what a look has found.
   *  @param now milliseconds, monotonic: a clock that is put back changes nothing
   *  @returns paths of slides that have not changed for long enough, each once until it changes again */
  look(seen: readonly SeenSlide[], now: number): readonly string[];
  /** slides are still changing */
  readonly isWaiting: boolean;
}

/** Waits until slides that appear in a folder have been copied: until their files do not change any more for a while.
 *  @param stableMs how long that is */
export function createSlideSettler(stableMs: number): SlideSettler {
  const known = new Map<string, { fingerprint: string | undefined; since: number; isGiven: boolean }>();
  return {
    look(seen, now) {
      const paths = new Set(seen.map(({ path }) => path));
      for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
      const settled: string[] = [];
      for (const { path, fingerprint } of seen) {
        const before = known.get(path);
        if (before === undefined || before.fingerprint !== fingerprint || fingerprint === undefined) {
          known.set(path, { fingerprint, since: now, isGiven: false });
        } else if (!before.isGiven && now - before.since >= stableMs) {
          before.isGiven = true;
          settled.push(path);
        }
      }
      return settled;
    },
    get isWaiting() {
      return [...known.values()].some(({ isGiven }) => !isGiven);
    },
  };
}
