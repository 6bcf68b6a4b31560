import type { CellFinder } from '../detection/cellFinder.ts';
import { estimateRedCellDiameter } from '../detection/estimateRedCellDiameter.ts';
import { LabError } from '../domain/labError.ts';
import { medianOf } from '../domain/remainingTime.ts';
import { spreadEvenly } from '../domain/spreadEvenly.ts';
import { windowOfField } from '../network/preprocess.ts';
import { readImage } from '../slides/readImage.ts';
import { breathe, readAhead } from './readAhead.ts';

/** The median settles within a few percent over this many fields, seconds of work. */
const sampleCount = 60;

/** How many red cells wide the fields of a training set are: the scale at which the network saw cells, and
 *  at which a scan must show it cells. The median over up to 60 fields spread over the set.
 *  @throws LabError 'scale-unknown' when no field shows a red cell */
export async function measureWindowRedCells(
  items: readonly { readonly path: string }[],
  tools: { readonly finder: CellFinder; readonly signal: AbortSignal },
): Promise<number> {
  const widths: number[] = [];
  const readings = readAhead(
    spreadEvenly(items, sampleCount),
    ({ path }) => path,
    ({ path }) => readImage(path, tools.signal),
  );
  for await (const reading of readings) {
    await breathe(tools.signal);
    if (!reading.ok) continue;
    const redCellDiameterPx = await estimateRedCellDiameter(reading.pixels, tools.finder);
    if (redCellDiameterPx !== undefined)
      widths.push(windowOfField(reading.pixels).widthPx / redCellDiameterPx);
  }
  const median = medianOf(widths);
  if (median !== undefined) return median;
  throw new LabError(
    'scale-unknown',
    'No training image shows a red cell to measure the scale by. Train on fields of smears that show red cells.',
  );
}
