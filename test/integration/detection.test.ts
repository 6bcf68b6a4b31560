import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCellFinderFolder } from '../../main/compute/findCellFinderFolder.ts';
import { readYoloFolder, scaleBoxes, type YoloLabels } from '../../main/compute/readYoloFolder.ts';
import { detectCells } from '../../main/detection/detectCells.ts';
import { computeDetectionFigures, matchBoxes } from '../../main/detection/matchBoxes.ts';
import { labelledRedCellDiameter } from '../../main/domain/labelledRedCellDiameter.ts';
import { medianOf } from '../../main/domain/remainingTime.ts';
import { openCellFinder } from '../../main/network/openCellFinder.ts';
import { resampleWindow } from '../../main/pixels/resample.ts';
import { readImage } from '../../main/slides/readImage.ts';

const dataset = fileURLToPath(new URL('../../../shared/data/txl-pbc', import.meta.url));
const missing = !existsSync(dataset);
if (missing) process.stderr.write(`Skipped: detection on real fields needs ${dataset}\n`);

let finder: Awaited<ReturnType<typeof openCellFinder>>;
let sample: readonly YoloLabels[] = [];
beforeAll(async () => {
  finder = await openCellFinder(await findCellFinderFolder());
  // every fifth field of the part that no choice was made on: 58 fields
  if (!missing) sample = (await readYoloFolder(dataset, 'val')).filter((_, i) => i % 5 === 2);
});
afterAll(() => finder.dispose());

/** Finds the cells of the sample, each field brought to `zoom` times its size first. */
async function detectAt(zoom: number) {
  const fields = [];
  for (const one of sample) {
    const original = await readImage(one.imagePath);
    const whole = { xPx: 0, yPx: 0, widthPx: original.widthPx, heightPx: original.heightPx };
    const field = resampleWindow(original, whole, {
      widthPx: Math.round(original.widthPx * zoom),
      heightPx: Math.round(original.heightPx * zoom),
    });
    const { cells, redCellDiameterPx } = await detectCells(field, finder);
    const labelledPx = labelledRedCellDiameter(scaleBoxes(one.redCells, field), field);
    fields.push({
      matches: matchBoxes(cells, scaleBoxes(one.whiteCells, field)),
      rulerError:
        redCellDiameterPx === undefined || labelledPx === undefined
          ? 1
          : Math.abs(redCellDiameterPx / labelledPx - 1),
    });
  }
  return fields;
}

test.skipIf(missing).each([0.5, 1, 2])(
  'white cells of real smears are found at %d times their magnification: F1 at IoU 0.5 of at least 0.95',
  async (zoom) => {
    const fields = await detectAt(zoom);
    expect(fields).toHaveLength(58);
    expect(computeDetectionFigures(fields.map((field) => field.matches)).f1).toBeGreaterThanOrEqual(0.95);
    // the labels of red cells are loose by about a tenth themselves
    expect(medianOf(fields.map((field) => field.rulerError))).toBeLessThan(0.1);
  },
);

test('noise, a blank field and a field of one colour hold no white cell', async () => {
  const size = { widthPx: 320, heightPx: 240 };
  const noise = Uint8Array.from({ length: 320 * 240 * 3 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 255);
  for (const data of [noise, new Uint8Array(320 * 240 * 3), new Uint8Array(320 * 240 * 3).fill(235)])
    expect((await detectCells({ ...size, data }, finder)).cells).toEqual([]);
});
