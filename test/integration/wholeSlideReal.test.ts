import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { findCellFinderFolder } from '../../main/compute/findCellFinderFolder.ts';
import { detectCells } from '../../main/detection/detectCells.ts';
import { type BoxMatches, computeDetectionFigures, matchBoxes } from '../../main/detection/matchBoxes.ts';
import { countGridFields } from '../../main/detection/planFields.ts';
import { intersectionOverUnion } from '../../main/domain/cell.ts';
import { openCellFinder } from '../../main/network/openCellFinder.ts';
import { resampleWindow } from '../../main/pixels/resample.ts';
import { readImage } from '../../main/slides/readImage.ts';
import { readVocFolder } from '../bench/readVocFolder.ts';
import { blurPart, layMosaic, type SmearPiece, writeMosaic } from '../helpers/aSmearMosaic.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import { countDoubles, figuresOutside, holdsCentre, scanWholeSlide } from '../helpers/scanWholeSlide.ts';

const bccd = fileURLToPath(new URL('../../../shared/data/bccd', import.meta.url));
const missing = !existsSync(bccd);
if (missing) process.stderr.write(`Skipped: a whole slide of real fields needs ${bccd}\n`);

let compute: ComputeClient;
let finder: Awaited<ReturnType<typeof openCellFinder>>;
let folder: string;
let modelFolder: string;

beforeAll(async () => {
  compute = createComputeClient();
  finder = await openCellFinder(await findCellFinderFolder());
  folder = await mkdtemp(join(tmpdir(), 'blastscope-real-'));
  modelFolder = await writeTinyModel(join(folder, 'tiny-0.0.1'));
});

afterAll(async () => {
  finder.dispose();
  await compute.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Fields of BCCD with red cells of 28.8 px, 0.25 µm a pixel. */
async function readPieces(): Promise<readonly SmearPiece[]> {
  const zoom = 28.8 / 104; // the median red cell of its labels is 104 px wide
  const size = { widthPx: Math.round(640 * zoom), heightPx: Math.round(480 * zoom) };
  const pieces: SmearPiece[] = [];
  for (const { imagePath, whiteCells } of (await readVocFolder(bccd)).slice(0, 360)) {
    const field = await readImage(imagePath);
    const whole = { xPx: 0, yPx: 0, widthPx: field.widthPx, heightPx: field.heightPx };
    pieces.push({
      pixels: resampleWindow(field, whole, size),
      whiteCells: whiteCells.map((box) => ({
        xPx: box.xPx * zoom,
        yPx: box.yPx * zoom,
        widthPx: box.widthPx * zoom,
        heightPx: box.heightPx * zoom,
      })),
    });
  }
  return pieces;
}

test.skipIf(missing)(
  'on a slide of 720 real fields with 736 labelled cells, each is counted once and found as in single fields',
  async () => {
    const pieces = await readPieces();
    const laid = layMosaic([...pieces, ...pieces.toReversed()], { columns: 30, glassPx: 2000 });
    const blurredFields = { xPx: 4000, yPx: 2500, widthPx: 3200, heightPx: 2000 };
    const mosaic = await blurPart(laid, blurredFields, 0.25 * 28.8);
    await writeMosaic(mosaic, join(folder, 'real.tif'), 0.25);
    const scanned = await scanWholeSlide(compute, { slidePath: join(folder, 'real.tif'), modelFolder });
    const { redCellDiameterPx, candidateFieldCount, leftOut, fields, warnings } = scanned;
    expect(warnings).toEqual([]);
    expect(countDoubles(scanned.onSlide)).toBe(0);
    const hits = mosaic.whiteCells.map(
      (label) => scanned.onSlide.filter((cell) => intersectionOverUnion(cell, label) >= 0.5).length,
    );
    // labels themselves overlap here and there; no cell of the scan is a second one
    expect(Math.max(...hits)).toBeLessThanOrEqual(2);
    const single: BoxMatches[] = [];
    for (const { pixels, whiteCells } of pieces) {
      const { cells } = await detectCells(pixels, finder, { redCellDiameterPx });
      single.push(matchBoxes(cells, whiteCells));
    }
    const oneByOne = computeDetectionFigures(single);
    const asSlide = figuresOutside([...leftOut, blurredFields], scanned, mosaic.whiteCells);
    expect(asSlide.labelCount).toBeGreaterThan(400);
    // where fields meet, cut cells lie beside others that no smear would have there: two points
    expect(asSlide.recall).toBeGreaterThanOrEqual(oneByOne.recall - 0.02);
    expect(asSlide.precision).toBeGreaterThanOrEqual(oneByOne.precision - 0.02);
    expect(leftOut.length).toBeGreaterThanOrEqual(1);
    for (const field of leftOut) expect(holdsCentre(blurredFields, field)).toBe(true);
    const { widthPx, heightPx } = mosaic.pixels;
    expect(candidateFieldCount).toBeLessThan(0.6 * countGridFields({ widthPx, heightPx }, redCellDiameterPx));
    expect(fields.length + leftOut.length).toBe(candidateFieldCount);
  },
);
