import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findCellFinderFolder } from '../../main/compute/findCellFinderFolder.ts';
import { readYoloFolder, scaleBoxes } from '../../main/compute/readYoloFolder.ts';
import { detectCells } from '../../main/detection/detectCells.ts';
import { estimateRedCellDiameter } from '../../main/detection/estimateRedCellDiameter.ts';
import { matchBoxes } from '../../main/detection/matchBoxes.ts';
import { focusThreshold, measureFocus } from '../../main/detection/measureFocus.ts';
import { likeliestClass } from '../../main/domain/cellClass.ts';
import { labelledRedCellDiameter } from '../../main/domain/labelledRedCellDiameter.ts';
import type { RgbRaster } from '../../main/domain/raster.ts';
import { loadClassifier } from '../../main/network/classifier.ts';
import { openCellFinder } from '../../main/network/openCellFinder.ts';
import { readImage } from '../../main/slides/readImage.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { formatTable } from './formatTable.ts';
import { readVocFolder } from './readVocFolder.ts';

const help = `node test/bench/focus.ts --dataset txl-pbc|bccd|kaggle-all [options]   what blur does to score, cells and classes

  --data DIR      folder of the data sets                    [../shared/data]
  --every N       every Nth field                            [7]
`;

/** Standard deviations of the blur, in red cells. */
const sigmas = [0, 0.05, 0.1, 0.125, 0.15, 0.2, 0.3];

interface BlurFigures {
  readonly scores: number[];
  cells: number;
  lost: number;
  changedClass: number;
}

/** Prints, for each blur, the focus score and what the shipped networks say of the cells of the unblurred field.
 *  @returns exit code */
async function benchFocus(): Promise<number> {
  const { values } = parseArgs({
    options: {
      dataset: { type: 'string' },
      data: { type: 'string', default: fileURLToPath(new URL('../../../shared/data', import.meta.url)) },
      every: { type: 'string', default: '7' },
      help: { type: 'boolean', default: false },
    },
  });
  const fields = values.help ? undefined : await listFields(values.dataset, values.data);
  if (fields === undefined) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const finder = await openCellFinder(await findCellFinderFolder());
  const classifier = await loadClassifier((await chooseModel(undefined)).folder);
  const figures = sigmas.map((): BlurFigures => ({ scores: [], cells: 0, lost: 0, changedClass: 0 }));
  for (const { path, redCellPx } of fields.filter((_, i) => i % Number(values.every) === 0)) {
    const field = await readImage(path);
    const diameterPx = redCellPx ?? (await estimateRedCellDiameter(field, finder));
    if (diameterPx === undefined) continue;
    const ruler = { redCellDiameterPx: diameterPx };
    const { cells } = await detectCells(field, finder, ruler);
    const classes = async (pixels: RgbRaster) =>
      (await classifier.classifyCells(pixels, cells, { ...ruler, isCameraImage: false })).map(
        ({ probabilities }) => likeliestClass(probabilities),
      );
    const truth = await classes(field);
    for (const [i, one] of figures.entries()) {
      const blurred = await blur(field, (sigmas[i] ?? 0) * diameterPx);
      one.scores.push(measureFocus(blurred, diameterPx));
      one.cells += cells.length;
      one.lost += matchBoxes((await detectCells(blurred, finder, ruler)).cells, cells).missed;
      one.changedClass += (await classes(blurred)).filter((cellClass, at) => cellClass !== truth[at]).length;
    }
  }
  process.stdout.write(
    `${values.dataset}: ${figures[0]?.scores.length} fields, ${figures[0]?.cells} cells\n\n`,
  );
  process.stdout.write(
    formatTable(
      ['blur', 'median', '1st percentile', '99th', 'kept', 'cells lost', 'class changed'],
      figures.map(toRow),
    ),
  );
  return 0;
}

function toRow(figures: BlurFigures, i: number): readonly string[] {
  const sorted = figures.scores.toSorted((a, b) => a - b);
  const quantile = (share: number) =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(3);
  const percent = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`;
  const kept = sorted.filter((score) => score >= focusThreshold).length;
  return [
    String(sigmas[i]),
    ...[quantile(0.5), quantile(0.01), quantile(0.99)],
    percent(kept, sorted.length),
    percent(figures.lost, figures.cells),
    percent(figures.changedClass, figures.cells),
  ];
}

interface FieldPath {
  readonly path: string;
  /** by the labels; undefined: measured */
  readonly redCellPx: number | undefined;
}

async function listFields(
  dataset: string | undefined,
  dataFolder: string,
): Promise<readonly FieldPath[] | undefined> {
  switch (dataset) {
    case 'txl-pbc':
      return Promise.all(
        (await readYoloFolder(join(dataFolder, dataset), 'train')).map(async ({ imagePath, redCells }) => {
          const size = await readImage(imagePath);
          return { path: imagePath, redCellPx: labelledRedCellDiameter(scaleBoxes(redCells, size), size) };
        }),
      );
    case 'bccd':
      return (await readVocFolder(join(dataFolder, dataset))).map(({ imagePath, redCells }) => ({
        path: imagePath,
        redCellPx: labelledRedCellDiameter(redCells, { widthPx: 640, heightPx: 480 }),
      }));
    case 'kaggle-all':
      return (
        await Promise.all(
          ['Benign', 'Early', 'Pre', 'Pro'].map(async (folder) =>
            (
              await readdir(join(dataFolder, dataset, folder))
            ).map((name) => ({
              path: join(dataFolder, dataset, folder, name),
              redCellPx: undefined,
            })),
          ),
        )
      ).flat();
    default:
      return undefined;
  }
}

async function blur(field: RgbRaster, sigmaPx: number): Promise<RgbRaster> {
  if (sigmaPx < 0.3) return field; // the least that sharp blurs by
  const raw = { width: field.widthPx, height: field.heightPx, channels: 3 } as const;
  return { ...field, data: await sharp(field.data, { raw }).blur(sigmaPx).raw().toBuffer() };
}

process.exitCode = await benchFocus();
