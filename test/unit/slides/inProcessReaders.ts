import { openSlide } from '../../../main/slides/openSlide.ts';
import type { TileReader, TileReaders } from '../../../main/slides/readerPool.ts';
import { renderTile } from '../../../main/slides/renderTile.ts';

/** Readers of real slides in the test's own process, which tell what was asked of them and can be held up. */
export interface InProcessReaders extends TileReaders {
  /** paths, in the order of opening */
  readonly opened: readonly string[];
  readonly disposed: readonly string[];
  /** tiles asked for, those given up included */
  readonly renderCount: number;
  readonly abortedCount: number;
  /** Tiles wait until `release`. */
  hold(): void;
  release(): void;
  /** What rendering throws from now on. */
  failWith(error: Error | undefined): void;
}

export function inProcessReaders(): InProcessReaders {
  const opened: string[] = [];
  const disposed: string[] = [];
  const counts = { render: 0, aborted: 0 };
  let failure: Error | undefined;
  let gate = Promise.resolve();
  let openGate: () => void = () => undefined;
  return {
    opened,
    disposed,
    get renderCount() {
      return counts.render;
    },
    get abortedCount() {
      return counts.aborted;
    },
    hold() {
      gate = new Promise((resolve) => {
        openGate = resolve;
      });
    },
    release: () => openGate(),
    failWith(error) {
      failure = error;
    },
    async open(entry): Promise<TileReader> {
      opened.push(entry.path);
      const source = await openSlide(entry);
      return {
        info: source.info,
        async renderTile(tile, signal) {
          counts.render += 1;
          signal?.addEventListener('abort', () => {
            counts.aborted += 1;
          });
          await gate;
          if (failure !== undefined) throw failure;
          return renderTile(source, tile, signal);
        },
        readRegion: (region, signal) => source.readRegion(region, signal),
        readAssociatedImage: (name, signal) => source.readAssociatedImage(name, signal),
        async dispose() {
          disposed.push(entry.path);
          await source.dispose();
        },
      };
    },
    dispose: async () => undefined,
  };
}
