import { cp, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { computeTestVectors, writeTestVectors } from '../testVectorsFile.ts';
import { trainModel } from '../trainModel.ts';
import { measureSources } from './measureSources.ts';
import { type PlannedRun, type ReproductionPlan, sharedSettings } from './plan.ts';
import {
  cellList,
  fieldList,
  type ListFolder,
  normalCellList,
  type ReproductionOptions,
} from './prepareLists.ts';
import { publishCard } from './publishCard.ts';
import { type RunRecord, readFinishedRun, readRunRecord, writeRunRecord } from './runRecord.ts';

/** What the cards say of the data. */
const dataset = {
  name: 'Acute Lymphoblastic Leukemia (ALL) image dataset (kaggle-all, 2,911 fields)',
  terms:
    "Database ODbL; the pictures are their authors' copyright and are not redistributed with this model. Normal white cells: TXL-PBC, MIT. Research use only.",
  citation:
    'Aria M, Ghaderzadeh M, Bashash D, Abolghasemi H, Asadi F, Hosseini A. Acute Lymphoblastic Leukemia (ALL) image dataset, 2021, doi 10.34740/KAGGLE/DSV/2175623; TXL-PBC: a freely accessible labelled peripheral blood cell dataset',
} as const;

export interface ReproductionTools extends ListFolder {
  readonly plan: ReproductionPlan;
  /** folder of the shipped model, with the records of all runs in `runs/` */
  readonly modelFolder: string;
}

/** Makes the asked runs of the plan that have no record yet, one after the other, and writes the shipped model's card
 *  anew after each. A run that was stopped or killed goes on from its last epoch.
 *  @throws LabError 'argument-invalid' naming the runs of the plan; as trainModel and importDataset */
export async function reproduceModel(
  tools: ReproductionTools,
  asked: readonly string[] | undefined,
  options: ReproductionOptions & { readonly onRun: (id: string, record: RunRecord) => void },
): Promise<void> {
  for (const run of chooseRuns(tools.plan, asked)) {
    const known = await readRunRecord(tools.modelFolder, run.id);
    const record = known ?? (await makeRun(tools, run, options));
    await publishCard(tools);
    options.onRun(run.id, record);
  }
}

function chooseRuns({ runs }: ReproductionPlan, asked: readonly string[] | undefined): readonly PlannedRun[] {
  const unknown = asked?.find((id) => runs.every((run) => run.id !== id));
  if (unknown !== undefined)
    throw new LabError(
      'argument-invalid',
      `The plan has no run ${unknown}. It has: ${runs.map(({ id }) => id).join(', ')}.`,
    );
  return asked === undefined ? runs : runs.filter(({ id }) => asked.includes(id));
}

async function makeRun(
  tools: ReproductionTools,
  run: PlannedRun,
  options: ReproductionOptions,
): Promise<RunRecord> {
  const folder = runFolder(tools, run.id);
  const finished = (await readFinishedRun(folder)) ?? (await train(tools, run, { folder, options }));
  if (run.id !== tools.plan.shipped) {
    await writeRunRecord(tools.modelFolder, run.id, finished);
    return finished;
  }
  const otherSources = await measureSources(tools, folder, { ...options, fold: run.fold });
  const record = { ...finished, otherSources: [...otherSources] };
  await ship(folder, tools.modelFolder);
  const model = { folder, sha256: finished.card.weights.sha256 };
  await writeTestVectors(tools.modelFolder, await computeTestVectors(tools.compute, model, options));
  await writeRunRecord(tools.modelFolder, run.id, record);
  return record;
}

async function train(
  tools: ReproductionTools,
  run: PlannedRun,
  { folder, options }: { readonly folder: string; readonly options: ReproductionOptions },
): Promise<RunRecord> {
  const { learns, hasNormalCells, ...settings } = run.settings;
  const isOfCells = learns === 'cells';
  const list = await (isOfCells ? cellList : fieldList)(tools, run.column, options);
  const normal = hasNormalCells ? await normalCellList(tools, 'txl-pbc', options) : undefined;
  const { normalCellsPerEpoch, cellsPerField, ...shared } = sharedSettings;
  await mkdir(folder, { recursive: true });
  await trainModel(
    tools.compute,
    {
      source: {
        kind: 'lists',
        lists: [list],
        foldName: run.column,
        split: { fold: run.fold, seed: shared.seed },
        besides: normal === undefined ? undefined : { lists: [normal], perEpoch: normalCellsPerEpoch },
      },
      settings: {
        ...{ name: tools.plan.name, version: tools.plan.version, outputFolder: folder, resume: true },
        ...shared,
        ...settings,
        cellsPerField: isOfCells ? cellsPerField : undefined,
      },
      dataset,
    },
    {
      signal: options.signal,
      onProgress: ({ done, total, detail }) =>
        options.onProgress({ done, total, detail: `${run.id}: ${detail}` }),
      onParts: () => undefined,
    },
  );
  const record = await readFinishedRun(folder);
  if (record === undefined) throw new Error(`The training of ${run.id} left no card`);
  return record;
}

/** Files of a finished training that a model folder ships beside its card. */
const shippedFiles = ['weights.bin', 'model.json', 'history.json', 'int8'] as const;

async function ship(from: string, modelFolder: string): Promise<void> {
  await mkdir(modelFolder, { recursive: true });
  for (const file of shippedFiles) {
    await rm(join(modelFolder, file), { recursive: true, force: true });
    await cp(join(from, file), join(modelFolder, file), { recursive: true });
  }
}

function runFolder({ workFolder }: ReproductionTools, id: string): string {
  return resolve(workFolder, 'runs', id);
}
