import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputeClient } from '../../compute/computeClient.ts';
import type { CellClass } from '../../domain/cellClass.ts';
import { createListWriter } from '../datasets/datasetListFile.ts';
import { importDataset } from '../datasets/importDataset.ts';
import { listCellsOfFields } from '../datasets/listCellsOfFields.ts';
import { readItems } from '../readDatasetList.ts';
import type { PlannedRun } from './plan.ts';

export interface ReproductionOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly detail: string;
  }) => void;
}

/** Where the lists of the plan's datasets lie, and what they are made of. */
export interface ListFolder {
  readonly compute: ComputeClient;
  /** holds kaggle-all, txl-pbc, bccd and wbc-masks */
  readonly dataFolder: string;
  readonly workFolder: string;
}

/** Cells of which the finder is less sure are not learned. */
const leastScore = 0.6;

/** The list that a run learns from; made where it is not there yet, which takes minutes of a list of cells. */
export async function fieldList(
  { dataFolder, workFolder }: Omit<ListFolder, 'compute'>,
  column: PlannedRun['column'],
  { signal }: ReproductionOptions,
): Promise<string> {
  return makeOnce(workFolder, `kaggle-all-${column}.jsonl`, (out) =>
    importDataset(
      {
        ...{ format: 'kaggle-all', from: join(dataFolder, 'kaggle-all'), out, column },
        ...{ mayReplace: false, source: 'kaggle-all', isStrict: true },
        classes: { named: new Map(), redCellClass: undefined },
      },
      { signal },
    ),
  );
}

/** The white cells of the fields of fieldList, each with the label and the fold of its field. They are looked for once,
 *  whatever the folds. */
export async function cellList(
  folder: ListFolder,
  column: PlannedRun['column'],
  options: ReproductionOptions,
): Promise<string> {
  const from = await fieldList(folder, column, options);
  const cells = await makeOnce(folder.workFolder, 'kaggle-all-cells.jsonl', (out) =>
    listCellsOfFields(folder.compute, { from, out, mayReplace: false, leastScore }, options),
  );
  return makeOnce(folder.workFolder, `kaggle-all-${column}-cells.jsonl`, (out) =>
    writeWithFolds(cells, from, out),
  );
}

async function writeWithFolds(cells: string, fields: string, out: string): Promise<void> {
  const folds = new Map((await readItems([fields])).map(({ file, fold }) => [file, fold]));
  const list = await createListWriter(out);
  try {
    for (const item of await readItems([cells])) {
      const { fold: _, ...rest } = item;
      const fold = folds.get(item.file);
      await list.write(fold === undefined ? rest : { ...rest, fold });
    }
    await list.publish();
  } finally {
    await list.discard();
  }
}

/** White cells of smears without leukaemia. */
export async function normalCellList(
  { dataFolder, workFolder }: Omit<ListFolder, 'compute'>,
  source: 'txl-pbc' | 'bccd',
  { signal }: ReproductionOptions,
): Promise<string> {
  return makeOnce(workFolder, `${source}.jsonl`, (out) =>
    importDataset(
      {
        ...{ format: source === 'bccd' ? 'voc' : 'yolo', from: join(dataFolder, source), out },
        ...{ mayReplace: false, source, column: undefined, isStrict: false },
        classes: { named: new Map<string, CellClass>([['WBC', 'benign']]), redCellClass: 'RBC' },
      },
      { signal },
    ),
  );
}

async function makeOnce(
  workFolder: string,
  name: string,
  make: (out: string) => Promise<unknown>,
): Promise<string> {
  await mkdir(workFolder, { recursive: true });
  const out = join(workFolder, name);
  const isThere = await access(out).then(
    () => true,
    () => false,
  );
  if (!isThere) await make(out);
  return out;
}
