import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { runAhead } from '../domain/runAhead.ts';
import type { FieldFailure } from '../domain/slide.ts';

/** One image that was read ahead, or why it could not be. */
export type ReadOutcome<Item, Pixels = RgbRaster> =
  | { readonly ok: true; readonly item: Item; readonly pixels: Pixels; readonly durationMs: number }
  | { readonly ok: false; readonly item: Item; readonly failure: FieldFailure };

/** Images that are being decoded while TensorFlow works on the current one. A decode takes several turns of
 *  the event loop, and TensorFlow gives one between its calls: two ahead keep it fed. */
const depth = 2;

/** Reads images one after the other, the next ones already under way. Holds at most three decoded images.
 *  An image that cannot be read is an outcome; a bug, or a cancelled read, is thrown.
 *  @param nameOf what a failure calls the item
 *  @param read decodes one item */
export function readAhead<Item, Pixels>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  read: (item: Item) => Promise<Pixels>,
): AsyncGenerator<ReadOutcome<Item, Pixels>> {
  return runAhead(items, depth, (item) => readOne(item, nameOf(item), read));
}

async function readOne<Item, Pixels>(
  item: Item,
  name: string,
  read: (item: Item) => Promise<Pixels>,
): Promise<ReadOutcome<Item, Pixels>> {
  const startedAt = performance.now();
  try {
    const pixels = await read(item);
    return { ok: true, item, pixels, durationMs: performance.now() - startedAt };
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'cancelled') throw error;
    return { ok: false, item, failure: { name, code: error.code, message: error.message } };
  }
}

/** Lets decodes and messages move on between two calls of TensorFlow, which block the thread.
 *  @throws LabError 'cancelled' when the signal is aborted */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw new LabError('cancelled', 'Stopped before it was done.');
}
