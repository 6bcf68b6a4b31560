import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findCellFinderFolder } from '../../main/compute/findCellFinderFolder.ts';
import { readYoloFolder, scaleBoxes } from '../../main/compute/readYoloFolder.ts';
import { detectCells } from '../../main/detection/detectCells.ts';
import { type BoxMatches, computeDetectionFigures, matchBoxes } from '../../main/detection/matchBoxes.ts';
import type { DetectedCell, PixelBox } from '../../main/domain/cell.ts';
import { labelledRedCellDiameter } from '../../main/domain/labelledRedCellDiameter.ts';
import type { RgbRaster } from '../../main/domain/raster.ts';
import { medianOf } from '../../main/domain/remainingTime.ts';
import { openCellFinder } from '../../main/network/openCellFinder.ts';
import { resampleWindow } from '../../main/pixels/resample.ts';
import { readImage } from '../../main/slides/readImage.ts';
import { fingerprint, isSamePicture } from './imageFingerprint.ts';
import { readVocFolder } from './readVocFolder.ts';

const help = `node test/bench/detection.ts --dataset txl-pbc|bccd [options]   the cell finder against labelled fields

  --data DIR      folder of the data sets                    [../shared/data]
  --model DIR     detector                                   [the newest in models/]
  --zoom N        fields are brought to this many times their size first [1]
  --limit N       the first N fields only
  --list          name the fields with errors, on stderr
`;

interface LabelledImage {
  readonly path: string;
  readonly whiteCells: readonly PixelBox[];
  readonly redCells: readonly PixelBox[];
  /** the picture is in txl-pbc's training part too, in another size */
  readonly seenInTraining: boolean;
}

interface Outcome {
  readonly matches: BoxMatches;
  readonly seenInTraining: boolean;
  /** measured over labelled red-cell width; undefined when either is missing */
  readonly rulerRatio: number | undefined;
  readonly durationMs: number;
}

/** Prints precision, recall, F1 at IoU 0.5 and the ruler's error. @returns exit code */
async function benchDetection(): Promise<number> {
  const { values } = parseArgs({
    options: {
      dataset: { type: 'string' },
      data: { type: 'string', default: fileURLToPath(new URL('../../../shared/data', import.meta.url)) },
      model: { type: 'string' },
      zoom: { type: 'string', default: '1' },
      limit: { type: 'string', default: '1000000' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { dataset } = values;
  if (values.help || (dataset !== 'txl-pbc' && dataset !== 'bccd')) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const finder = await openCellFinder(values.model ?? (await findCellFinderFolder()));
  const images = (await listImages(dataset, values.data)).slice(0, Number(values.limit));
  const outcomes: Outcome[] = [];
  for (const image of images) {
    const outcome = await measureImage(image, finder, Number(values.zoom));
    const { falsePositives, missed } = outcome.matches;
    if (values.list && falsePositives + missed > 0)
      process.stderr.write(`${image.path}: ${missed} missed, ${falsePositives} too many\n`);
    outcomes.push(outcome);
  }
  finder.dispose();
  const unseen = outcomes.filter((outcome) => !outcome.seenInTraining);
  printFigures(`${dataset}${dataset === 'bccd' ? '' : ' val'}, zoom ${values.zoom}, all fields`, outcomes);
  if (unseen.length < outcomes.length) printFigures('of these, not in txl-pbc train', unseen);
  return 0;
}

async function listImages(
  dataset: 'txl-pbc' | 'bccd',
  dataFolder: string,
): Promise<readonly LabelledImage[]> {
  const txl = join(dataFolder, 'txl-pbc');
  const training = await Promise.all(
    (await readYoloFolder(txl, 'train')).map(async (one) => fingerprint(await readImage(one.imagePath))),
  );
  const listed: readonly {
    imagePath: string;
    whiteCells: readonly PixelBox[];
    redCells: readonly PixelBox[];
  }[] = dataset === 'bccd' ? await readVocFolder(join(dataFolder, 'bccd')) : await readYoloFolder(txl, 'val');
  return Promise.all(
    listed.map(async (one) => {
      const image = await readImage(one.imagePath);
      const looks = fingerprint(image);
      const toPixels = (boxes: readonly PixelBox[]) =>
        dataset === 'bccd' ? boxes : scaleBoxes(boxes, image);
      return {
        path: one.imagePath,
        whiteCells: toPixels(one.whiteCells),
        redCells: toPixels(one.redCells),
        seenInTraining: training.some((other) => isSamePicture(looks, other)),
      };
    }),
  );
}

async function measureImage(
  image: LabelledImage,
  finder: Parameters<typeof detectCells>[1],
  zoom: number,
): Promise<Outcome> {
  const original = await readImage(image.path);
  const field = zoom === 1 ? original : enlarge(original, zoom);
  const startedAt = performance.now();
  const { cells, redCellDiameterPx } = await detectCells(field, finder);
  const durationMs = performance.now() - startedAt;
  const labelledPx = labelledRedCellDiameter(image.redCells, original);
  return {
    matches: matchBoxes(
      cells.map((cell) => shrinkCell(cell, zoom)),
      image.whiteCells,
    ),
    seenInTraining: image.seenInTraining,
    rulerRatio:
      labelledPx === undefined || redCellDiameterPx === undefined
        ? undefined
        : redCellDiameterPx / zoom / labelledPx,
    durationMs,
  };
}

function enlarge(field: RgbRaster, zoom: number): RgbRaster {
  const whole = { xPx: 0, yPx: 0, widthPx: field.widthPx, heightPx: field.heightPx };
  return resampleWindow(field, whole, {
    widthPx: Math.round(field.widthPx * zoom),
    heightPx: Math.round(field.heightPx * zoom),
  });
}

function shrinkCell(cell: DetectedCell, zoom: number): DetectedCell {
  return {
    xPx: cell.xPx / zoom,
    yPx: cell.yPx / zoom,
    widthPx: cell.widthPx / zoom,
    heightPx: cell.heightPx / zoom,
    score: cell.score,
  };
}

function printFigures(title: string, outcomes: readonly Outcome[]): void {
  const figures = computeDetectionFigures(outcomes.map((outcome) => outcome.matches));
  const ratios = outcomes.flatMap(({ rulerRatio }) => (rulerRatio === undefined ? [] : [rulerRatio]));
  const errors = ratios.map((ratio) => Math.abs(ratio - 1));
  const percent = (fraction: number | undefined) =>
    fraction === undefined ? '-' : `${(100 * fraction).toFixed(2)} %`;
  const within = errors.filter((error) => error <= 0.15).length;
  process.stdout.write(
    [
      `${title}: ${outcomes.length} fields, ${figures.labelCount} white cells`,
      `  precision ${percent(figures.precision)}  recall ${percent(figures.recall)}  F1 ${percent(figures.f1)}  mean IoU ${figures.meanIou.toFixed(3)}`,
      `  ruler: measured on ${ratios.length} fields; median ratio to the labels ${medianOf(ratios)?.toFixed(3)}, median error ${percent(medianOf(errors))}, within 15 % ${percent(within / outcomes.length)}`,
      `  median ${medianOf(outcomes.map((outcome) => outcome.durationMs))?.toFixed(0)} ms a field, ruler included`,
      '',
    ].join('\n'),
  );
}

process.exitCode = await benchDetection();
