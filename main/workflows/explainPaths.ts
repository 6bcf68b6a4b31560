import { mkdir } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { ExplainFileResult } from '../compute/messages.ts';
import type { CellClass } from '../domain/cellClass.ts';
import { paintHeat } from '../domain/heatMap.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { readImage } from '../slides/readImage.ts';
import { writePng } from '../slides/writeImage.ts';
import { type FileOutcome, type FileRunOptions, runOnFiles } from './runOnFiles.ts';

/** Edge of each of the two pictures side by side. */
const picturePx = 320;

export interface ExplainedCell extends Omit<ExplainFileResult['cells'][number], 'heat'> {
  /** PNG: the window as the network is shown it, and the same with the heat over it */
  readonly picture: string;
}

/** Shows for each white cell of some images which parts spoke for its class: one PNG a cell.
 *  @throws LabError as runOnFiles; 'disk-full' | 'output-unwritable' */
export function explainPaths(
  compute: ComputeClient,
  paths: readonly string[],
  options: FileRunOptions & {
    readonly modelFolder: string;
    readonly outputFolder: string;
    readonly cellClass: CellClass | undefined;
  },
): AsyncGenerator<FileOutcome<readonly ExplainedCell[]>> {
  const { modelFolder, redCellDiameterPx, cellClass, signal } = options;
  return runOnFiles(paths, options, async (file) => {
    const request = { path: resolve(file), modelFolder, redCellDiameterPx, cellClass };
    const { cells } = await compute.run('explainFile', request, { signal });
    await mkdir(options.outputFolder, { recursive: true });
    const pixels = await readImage(resolve(file), signal);
    const explained: ExplainedCell[] = [];
    for (const [i, { heat, ...cell }] of cells.entries()) {
      const stem = basename(file, extname(file));
      const picture = join(options.outputFolder, `${stem}-${String(i + 1).padStart(3, '0')}.png`);
      const shown = resampleWindow(pixels, cell.window, { widthPx: picturePx, heightPx: picturePx });
      await writePng(sideBySide(shown, paintHeat(shown, heat)), picture, {
        description: `Parts that spoke for ${cell.explained}, by Grad-CAM. Research use only.`,
      });
      explained.push({ ...cell, picture });
    }
    return explained;
  });
}

/** Two pictures of one height, with a white line between. */
function sideBySide(left: RgbRaster, right: RgbRaster): RgbRaster {
  const gapPx = 4;
  const widthPx = left.widthPx + gapPx + right.widthPx;
  const data = new Uint8Array(widthPx * left.heightPx * 3).fill(255);
  for (let y = 0; y < left.heightPx; y += 1) {
    const rowOf = ({ data: pixels, widthPx: width }: RgbRaster) =>
      pixels.subarray(y * width * 3, (y + 1) * width * 3);
    data.set(rowOf(left), y * widthPx * 3);
    data.set(rowOf(right), (y * widthPx + left.widthPx + gapPx) * 3);
  }
  return { widthPx, heightPx: left.heightPx, data };
}
