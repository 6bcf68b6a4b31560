import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CellClass,
  cellClasses,
  cellClassOfFolder,
  likeliestClass,
} from '../../main/domain/cellClass.ts';
import { chooseNextCells, compareAlone, type NextCandidate } from '../../main/domain/chooseNextCells.ts';
import type { CellId } from '../../main/domain/ids.ts';
import { createRandom, shuffled } from '../../main/domain/randomNumbers.ts';
import { fitHead, type Head } from './softmaxHead.ts';

export const strategies = ['random', 'uncertainty alone', 'lab next', 'lab next, slides not told'] as const;
export type StrategyName = (typeof strategies)[number];

/** A field that stands for a cell; its stain cluster for a slide. */
export interface PoolField {
  readonly path: string;
  readonly cellClass: CellClass;
  readonly slide: string;
}

export interface SimulatedCell extends PoolField {
  readonly features: Float32Array;
}

/** Labels that a person gives before the first choice, and with each. */
const roundSize = 20;

/** Fold 0 to choose from and fold 1 to test on, by random_fold: the shipped model has learned neither. Exact copies
 *  are left out, twins are in one fold. */
export async function readPool(
  folder: string,
): Promise<{ readonly pool: readonly PoolField[]; readonly test: readonly PoolField[] }> {
  const [head = '', ...lines] = (await readFile(join(folder, 'splits.tsv'), 'utf8')).trim().split(/\r?\n/);
  const columns = head.split('\t');
  const rows = lines.map((line) => {
    const values = line.split('\t');
    return (name: string) => values[columns.indexOf(name)] ?? '';
  });
  const ofFold = (fold: string) =>
    rows
      .filter((read) => read('random_fold') === fold && read('exact_copy') === '0')
      .flatMap((read): readonly PoolField[] => {
        const cellClass = cellClassOfFolder(read('class'));
        const slide = `${read('class')} ${read('stain_cluster')}`;
        return cellClass === undefined ? [] : [{ path: join(folder, read('file')), cellClass, slide }];
      });
  return { pool: ofFold('0'), test: ofFold('1') };
}

/** Labels cells round by round, fits a head to them and tests it.
 *  @returns mean recall after each round, the first with 20 labels drawn by chance */
export function simulate(given: {
  readonly pool: readonly SimulatedCell[];
  readonly test: readonly SimulatedCell[];
  readonly strategy: StrategyName;
  readonly seed: number;
  readonly roundCount: number;
}): readonly number[] {
  const { pool, test } = standardise(given.pool, given.test);
  const random = createRandom(given.seed);
  // the same first labels for every strategy
  const labelled = new Set(shuffled([...pool.keys()], random).slice(0, roundSize));
  const recalls: number[] = [];
  for (let round = 0; round < given.roundCount; round += 1) {
    const head = fitHead([...labelled].flatMap((at) => pool[at] ?? []));
    recalls.push(meanRecall(head, test));
    const open = [...pool.keys()].filter((at) => !labelled.has(at));
    const chosen =
      given.strategy === 'random'
        ? shuffled(open, random).slice(0, roundSize)
        : choose(given.strategy, { pool, labelled, open, head });
    for (const at of chosen) labelled.add(at);
  }
  return recalls;
}

function choose(
  strategy: Exclude<StrategyName, 'random'>,
  given: {
    readonly pool: readonly SimulatedCell[];
    readonly labelled: ReadonlySet<number>;
    readonly open: readonly number[];
    readonly head: Head;
  },
): readonly number[] {
  // a stain cluster is of one class, as a patient's slide is: what that tells is measured by leaving it out
  const slideOf = ({ slide }: SimulatedCell) => (strategy === 'lab next' ? slide : 'one slide');
  const candidates = given.open.flatMap((at): readonly NextCandidate[] => {
    const cell = given.pool[at];
    if (cell === undefined) return [];
    const probabilities = given.head(cell.features);
    const id = String(at) as CellId;
    return [{ id, slide: slideOf(cell), field: id, probabilities, sizePx: 60, score: 1 }];
  });
  if (strategy === 'uncertainty alone')
    return candidates
      .toSorted(compareAlone)
      .slice(0, roundSize)
      .map(({ id }) => Number(id));
  const byClass: Record<CellClass, number> = { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 };
  const bySlide = new Map<string, number>();
  for (const at of given.labelled) {
    const cell = given.pool[at];
    if (cell === undefined) continue;
    byClass[cell.cellClass] += 1;
    bySlide.set(slideOf(cell), (bySlide.get(slideOf(cell)) ?? 0) + 1);
  }
  return chooseNextCells(candidates, { byClass, bySlide }, roundSize).map(Number);
}

function meanRecall(head: Head, test: readonly SimulatedCell[]): number {
  const recalls = cellClasses.map((cellClass) => {
    const ofClass = test.filter((cell) => cell.cellClass === cellClass);
    return (
      ofClass.filter(({ features }) => likeliestClass(head(features)) === cellClass).length / ofClass.length
    );
  });
  return recalls.reduce((sum, one) => sum + one, 0) / recalls.length;
}

/** Features less their mean over their deviation in the pool, of which no label is used. */
function standardise(pool: readonly SimulatedCell[], test: readonly SimulatedCell[]) {
  const length = pool[0]?.features.length ?? 0;
  const [mean, deviation] = [new Float64Array(length), new Float64Array(length)];
  for (const { features } of pool)
    for (const [i, value] of features.entries()) mean[i] = (mean[i] ?? 0) + value / pool.length;
  for (const { features } of pool)
    for (const [i, value] of features.entries())
      deviation[i] = (deviation[i] ?? 0) + (value - (mean[i] ?? 0)) ** 2 / pool.length;
  const scaled = (cell: SimulatedCell): SimulatedCell => ({
    ...cell,
    features: cell.features.map(
      (value, i) => (value - (mean[i] ?? 0)) / (Math.sqrt(deviation[i] ?? 0) + 1e-3),
    ),
  });
  return { pool: pool.map(scaled), test: test.map(scaled) };
}
