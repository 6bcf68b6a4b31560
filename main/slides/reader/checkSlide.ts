import { LabError } from '../../domain/labError.ts';
import type { SlideLevel, SlideRegion } from '../../domain/slideInfo.ts';
import { readWholeParts } from '../readWholeParts.ts';
import type { SlideSource } from '../slideSource.ts';

/** Pixels that are looked at. */
const sampleEdgePx = 1024;

/** Reads a sample of a slide: the middle of its coarsest level, or the first camera image that has a sound header.
 *  @throws LabError 'slide-unreadable' | 'tile-unreadable' when there is nothing whole in it | 'cancelled' … */
export async function checkSlide(source: SlideSource, signal: AbortSignal | undefined): Promise<void> {
  const { info } = source;
  if (info.fields !== undefined) {
    const sound = info.fields.find((field) => field.failure === undefined) ?? info.fields[0];
    await source.readField(sound?.fieldIndex ?? 0, signal);
    return;
  }
  const region = middleOf(info.levels.at(-1), info.levels.length - 1);
  const { damaged } = await readWholeParts(source, region, signal);
  const damagedPx = damaged.reduce((sum, part) => sum + part.widthPx * part.heightPx, 0);
  if (damagedPx < region.widthPx * region.heightPx) return;
  throw new LabError(
    'tile-unreadable',
    `Nothing in the middle of ${info.name} can be read: its pixels are damaged. Copy it anew from the scanner.`,
  );
}

function middleOf(coarsest: SlideLevel | undefined, level: number): SlideRegion {
  if (coarsest === undefined) throw new Error('A slide without levels was opened');
  const widthPx = Math.min(sampleEdgePx, coarsest.widthPx);
  const heightPx = Math.min(sampleEdgePx, coarsest.heightPx);
  const xPx = Math.floor((coarsest.widthPx - widthPx) / 2);
  const yPx = Math.floor((coarsest.heightPx - heightPx) / 2);
  return { level, xPx, yPx, widthPx, heightPx };
}
