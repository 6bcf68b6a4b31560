import type { ComputeClient } from '../../compute/computeClient.ts';
import type { DetectFileResult } from '../../compute/messages.ts';
import { type DatasetProblem, mostProblems } from '../../domain/datasetImport.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import { LabError } from '../../domain/labError.ts';
import type { Progress } from '../../domain/progress.ts';
import { runAhead } from '../../domain/runAhead.ts';
import { meetsScaleBarCorner } from '../../domain/scaleBarCorner.ts';
import { readItems } from '../readDatasetList.ts';
import { isSlideFailure, tryTwice } from '../slideFailures.ts';
import { refuseOverwriting } from '../writeOutput.ts';
import { createListWriter } from './datasetListFile.ts';

export interface CellsPlan {
  readonly from: string;
  readonly out: string;
  readonly mayReplace: boolean;
  /** of the detector, 0..1; cells below it are left out */
  readonly leastScore: number;
}

export interface CellsSummary {
  readonly list: string;
  readonly fieldCount: number;
  readonly cellCount: number;
  /** fields in which no cell was found, or none was kept */
  readonly emptyFieldCount: number;
  /** cells on the place of the scale bar */
  readonly cornerCount: number;
  readonly lowScoreCount: number;
  /** items that were cells already, taken as they are */
  readonly alreadyCellCount: number;
  readonly problems: readonly DatasetProblem[];
  readonly problemCount: number;
}

/** Fields at the compute process beside the one whose turn it is: one is decoded while the network looks at another. */
const fieldsAhead = 1;

/** Writes the white cells of labelled fields as items of their own, each with the label of its field: weak labels, as
 *  true as a field holds one class of cells. Cells of a field stay in one group.
 *  @throws LabError as readItems; 'output-exists' | 'cancelled'; 'dataset-invalid' when no cell is left */
export async function listCellsOfFields(
  compute: ComputeClient,
  plan: CellsPlan,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: Progress) => void;
  },
): Promise<CellsSummary> {
  const { signal } = options;
  await refuseOverwriting(plan.out, plan.mayReplace, ', or --force');
  const items = await readItems([plan.from]);
  const [problems, counts] = [[] as DatasetProblem[], newCounts()];
  const list = await createListWriter(plan.out);
  const searched = runAhead(items, fieldsAhead, async (item) => ({
    item,
    found: await findCells(compute, item, signal),
  }));
  try {
    let done = 0;
    for await (const { item, found } of searched) {
      if (signal.aborted) throw new LabError('cancelled', 'Stopped while cells were looked for.');
      if (found === undefined) {
        counts.alreadyCellCount += 1;
        await list.write(item);
      } else if (found instanceof LabError) {
        counts.problemCount += 1;
        if (problems.length < mostProblems)
          problems.push({ file: item.file, line: undefined, message: found.message });
      } else {
        counts.fieldCount += 1;
        const kept = keepAndCount(found, plan.leastScore, counts);
        if (kept.length === 0) counts.emptyFieldCount += 1;
        counts.cellCount += kept.length;
        for (const cell of kept) await list.write(itemOfCell(item, cell, found));
      }
      done += 1;
      options.onProgress({ done, total: items.length, detail: 'fields searched' });
    }
    if (counts.cellCount + counts.alreadyCellCount === 0)
      throw new LabError(
        'dataset-invalid',
        `No white cell was found in ${items.length} fields with a score of at least ${plan.leastScore}. Lower --least-score, or look at the fields.`,
      );
    await list.publish();
    return { list: plan.out, ...counts, problems };
  } finally {
    await list.discard();
  }
}

function newCounts() {
  return {
    ...{ fieldCount: 0, cellCount: 0, emptyFieldCount: 0, cornerCount: 0, lowScoreCount: 0 },
    ...{ alreadyCellCount: 0, problemCount: 0 },
  };
}

/** @returns undefined for an item that is a cell already; the failure of a field that cannot be read */
async function findCells(
  compute: ComputeClient,
  { file: path, cell, redCellDiameterPx }: DatasetItem,
  signal: AbortSignal,
): Promise<DetectFileResult | LabError | undefined> {
  if (cell !== undefined) return undefined;
  try {
    return await tryTwice(() => compute.run('detectFile', { path, redCellDiameterPx }, { signal }));
  } catch (error) {
    if (isSlideFailure(error)) return error;
    throw error;
  }
}

function keepAndCount(
  found: DetectFileResult,
  leastScore: number,
  counts: { cornerCount: number; lowScoreCount: number },
): DetectFileResult['cells'] {
  return found.cells.filter((cell) => {
    const isInCorner = meetsScaleBarCorner(cell, found);
    const isLow = cell.score < leastScore;
    if (isInCorner) counts.cornerCount += 1;
    else if (isLow) counts.lowScoreCount += 1;
    return !isInCorner && !isLow;
  });
}

function itemOfCell(
  field: DatasetItem,
  { xPx, yPx, widthPx, heightPx }: DetectFileResult['cells'][number],
  found: DetectFileResult,
): DatasetItem {
  const redCellDiameterPx = field.redCellDiameterPx ?? found.redCellDiameterPx;
  return {
    ...field,
    cell: { xPx, yPx, widthPx, heightPx },
    ...(redCellDiameterPx !== undefined && { redCellDiameterPx }),
    group: field.group ?? field.file,
  };
}
