import { basename, resolve } from 'node:path';
import { noCounts } from '../../domain/classCounts.ts';
import {
  type DatasetProblem,
  formatProblem,
  type ImportSummary,
  mostProblems,
} from '../../domain/datasetImport.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import { LabError } from '../../domain/labError.ts';
import { runAhead } from '../../domain/runAhead.ts';
import { refuseOverwriting } from '../writeOutput.ts';
import { type ClassChoice, createClassChooser } from './chooseClasses.ts';
import type { FolderFormat } from './datasetFormats.ts';
import { createListWriter, type ListWriter } from './datasetListFile.ts';
import { findInCoco } from './findInCoco.ts';
import { findInClassFolders, findInCnmc } from './findInFolders.ts';
import { findInKaggleAll } from './findInKaggleAll.ts';
import { findInVoc } from './findInVoc.ts';
import { findInYolo } from './findInYolo.ts';
import type { Found } from './found.ts';
import { itemsOfPicture, type JudgedPicture } from './itemsOfPicture.ts';

export interface ImportPlan {
  readonly format: FolderFormat;
  readonly from: string;
  /** the new list */
  readonly out: string;
  readonly mayReplace: boolean;
  readonly classes: ClassChoice;
  /** of every item; unless told the name of the folder */
  readonly source: string | undefined;
  /** of the folds, for kaggle-all */
  readonly column: string | undefined;
  /** true: any problem means no list */
  readonly isStrict: boolean;
}

export interface ImportOptions {
  readonly signal: AbortSignal;
  /** @param pictureCount looked at so far; how many there are is not known */
  readonly onProgress?: (pictureCount: number) => void;
}

/** Pictures that are looked at beside the one whose turn it is: mostly the disk is waited for. */
const picturesAhead = 7;

/** Writes a dataset list of a dataset in another program's format. What cannot be used is told by file and line and
 *  left out; the rest is imported.
 *  @throws LabError 'output-exists' | 'folder-missing' | 'cancelled' | 'disk-full'
 *  @throws LabError 'dataset-invalid' when nothing is left, or with `isStrict` at any problem; no list is written then */
export async function importDataset(plan: ImportPlan, options: ImportOptions): Promise<ImportSummary> {
  await refuseOverwriting(plan.out, plan.mayReplace, ', or --force');
  const tools = {
    classOf: createClassChooser(plan.classes),
    source: plan.source ?? basename(resolve(plan.from)),
  };
  const judged = runAhead(
    openDataset(plan),
    picturesAhead,
    async (found): Promise<JudgedPicture | 'exact-copy'> => {
      if (found.kind === 'exact-copy') return found.kind;
      if (found.kind === 'problem') return { items: [], problems: [found.problem], leftOut: [] };
      return itemsOfPicture(found.picture, tools);
    },
  );
  return writeImport(judged, plan, options);
}

/** Writes what was judged into a list. @throws as importDataset */
export async function writeImport(
  judged: AsyncIterable<JudgedPicture | 'exact-copy'>,
  plan: Pick<ImportPlan, 'out' | 'isStrict'>,
  { signal, onProgress }: ImportOptions,
): Promise<ImportSummary> {
  const tally = createTally();
  const list = await createListWriter(plan.out);
  try {
    for await (const one of judged) {
      if (signal.aborted) throw new LabError('cancelled', 'Stopped while the dataset was imported.');
      await tally.addAndWrite(one, list);
      onProgress?.(tally.seenCount());
    }
    const summary = tally.summarise(plan.out);
    refuseFailed(summary, plan.isStrict);
    await list.publish();
    return summary;
  } finally {
    await list.discard();
  }
}

function openDataset({ format, from, column }: ImportPlan): AsyncIterable<Found> {
  switch (format) {
    case 'folders':
      return findInClassFolders(from);
    case 'kaggle-all':
      return findInKaggleAll(from, column);
    case 'yolo':
      return findInYolo(from);
    case 'voc':
      return findInVoc(from);
    case 'coco':
      return findInCoco(from);
    case 'c-nmc':
      return findInCnmc(from);
  }
}

function createTally() {
  const counts = { ...noCounts };
  const leftOut = new Map<string, number>();
  const problems: DatasetProblem[] = [];
  let [seenCount, itemCount, pictureCount, measuredCount, problemCount, exactCopyCount] = [0, 0, 0, 0, 0, 0];
  const addAndWrite = async (one: JudgedPicture | 'exact-copy', list: ListWriter) => {
    seenCount += 1;
    if (one === 'exact-copy') {
      exactCopyCount += 1;
      return;
    }
    for (const className of one.leftOut) leftOut.set(className, (leftOut.get(className) ?? 0) + 1);
    problemCount += one.problems.length;
    problems.push(...one.problems.slice(0, mostProblems - problems.length));
    for (const item of one.items) {
      counts[item.cellClass] += 1;
      await list.write(item);
    }
    itemCount += one.items.length;
    if (one.items.length > 0) pictureCount += 1;
    if (isMeasured(one.items)) measuredCount += 1;
  };
  const summarise = (list: string): ImportSummary => ({
    ...{ list, itemCount, pictureCount, counts, exactCopyCount, measuredCount, problems, problemCount },
    leftOut: [...leftOut]
      .map(([className, count]) => ({ className, count }))
      .sort((a, b) => b.count - a.count || (a.className < b.className ? -1 : 1)),
  });
  return { addAndWrite, summarise, seenCount: () => seenCount };
}

function isMeasured(items: readonly DatasetItem[]): boolean {
  return items[0]?.redCellDiameterPx !== undefined;
}

function refuseFailed(summary: ImportSummary, isStrict: boolean): void {
  const { itemCount, problemCount, problems, leftOut } = summary;
  const first = problems[0] === undefined ? '' : ` The first problem: ${formatProblem(problems[0])}.`;
  if (isStrict && problemCount > 0)
    throw new LabError(
      'dataset-invalid',
      `Nothing was written: ${problemCount} ${problemCount === 1 ? 'file or label' : 'files or labels'} cannot be used.${first} Mend them, or import without --strict.`,
      { problemCount },
    );
  if (itemCount > 0) return;
  const classes = leftOut
    .slice(0, 12)
    .map(({ className }) => className)
    .join(', ');
  const hint =
    classes === ''
      ? ''
      : ` It labels ${classes}: say which class of the lab each is, like --class "${leftOut[0]?.className}=benign".`;
  throw new LabError('dataset-invalid', `Nothing of the dataset can be imported.${hint}${first}`, {
    problemCount,
  });
}
