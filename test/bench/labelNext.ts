import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { type CurvePanel, drawLearningCurves } from './drawLearningCurves.ts';
import { formatTable } from './formatTable.ts';
import { readPooledFeatures, type StainGain } from './pooledFeatures.ts';
import {
  readPool,
  type SimulatedCell,
  type StrategyName,
  simulate,
  strategies,
} from './simulateLabelling.ts';
import { writeResult } from './writeResult.ts';

const help = `node test/bench/labelNext.ts [options]   does it pay to label the cells that \`lab next\` names?

  --data DIR      kaggle-all                    [../shared/data/kaggle-all]
  --seeds N       first labels drawn anew       [10]
  --rounds N      of 20 labels                  [9]
  --plot FILE     the curves                    [resources/docs/label-next.svg]
`;

/** Stains that the network has not seen, and in each a pool as it is and one in which a class is rare. */
const stains: readonly { readonly name: string; readonly gain: StainGain }[] = [
  { name: 'redder stain', gain: [1.4, 0.7, 0.8] },
  { name: 'bluer, paler stain', gain: [0.6, 0.7, 1.4] },
];
const rareCount = 8;
const levels = [0.85, 0.9, 0.93, 0.95] as const;
const firstSeed = 101;
const plotted = ['random', 'uncertainty alone', 'lab next'] as const satisfies readonly StrategyName[];

interface CaseFigures {
  readonly title: string;
  readonly poolCount: number;
  readonly testCount: number;
  /** by strategy, by seed, by round: mean recall, 0..1 */
  readonly recalls: Readonly<Record<StrategyName, readonly (readonly number[])[]>>;
}

/** @returns exit code */
async function benchLabelNext(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: {
        type: 'string',
        default: fileURLToPath(new URL('../../../shared/data/kaggle-all', import.meta.url)),
      },
      seeds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '9' },
      plot: {
        type: 'string',
        default: fileURLToPath(new URL('../../resources/docs/label-next.svg', import.meta.url)),
      },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || !existsSync(join(values.data, 'splits.tsv'))) {
    (values.help ? process.stdout : process.stderr).write(help);
    return values.help ? 0 : 2;
  }
  const [seedCount, roundCount] = [Number(values.seeds), Number(values.rounds)];
  const { folder: modelFolder } = await chooseModel('blast-classifier-1.0.0');
  const { pool, test } = await readPool(values.data);
  const cases: CaseFigures[] = [];
  for (const { name, gain } of stains) {
    const paths = [...pool, ...test].map(({ path }) => path);
    const features = await readPooledFeatures(modelFolder, paths, gain);
    const withFeatures = (cells: typeof pool, offset: number): readonly SimulatedCell[] =>
      cells.map((cell, at) => ({ ...cell, features: features[offset + at] ?? new Float32Array() }));
    const whole = withFeatures(pool, 0);
    const tested = withFeatures(test, pool.length);
    const rare = dropMost(whole);
    for (const [title, cells] of [
      [name, whole],
      [`${name}, one class rare`, rare],
    ] as const) {
      const recalls = Object.fromEntries(
        strategies.map((strategy) => [
          strategy,
          Array.from({ length: seedCount }, (_, at) =>
            simulate({ pool: cells, test: tested, strategy, seed: firstSeed + at, roundCount }),
          ),
        ]),
      ) as Record<StrategyName, number[][]>;
      cases.push({ title, poolCount: cells.length, testCount: tested.length, recalls });
      process.stdout.write(
        `${title}: ${cells.length} to choose from, ${tested.length} tested\n${tabulate(recalls)}\n`,
      );
    }
  }
  writeFileSync(values.plot, drawLearningCurves(cases.map(panelOf)));
  process.stdout.write(`${values.plot}\n${writeResult('label-next', { cases: cases.map(summarise) })}\n`);
  return 0;
}

/** All but a few of the last class are taken away. */
function dropMost(cells: readonly SimulatedCell[]): readonly SimulatedCell[] {
  let left = rareCount;
  return cells.filter(({ cellClass }) => cellClass !== 'pro-b' || left-- > 0);
}

/** Labels of the first round at which a level is reached; undefined when it never is. */
function labelsTo(level: number, rounds: readonly number[]): number | undefined {
  const at = rounds.findIndex((recall) => recall >= level);
  return at < 0 ? undefined : 20 * (at + 1);
}

function tabulate(recalls: CaseFigures['recalls']): string {
  const rows = strategies.map((strategy) => [
    strategy,
    ...levels.map((level) => {
      const reached = recalls[strategy].map((rounds) => labelsTo(level, rounds));
      const counts = reached.filter((one) => one !== undefined);
      if (counts.length === 0) return 'never';
      const { mean, deviation } = spread(counts);
      const never = reached.length - counts.length;
      return `${Math.round(mean)} ± ${Math.round(deviation)}${never === 0 ? '' : ` (${never} never)`}`;
    }),
  ]);
  return formatTable(
    ['labels to a mean recall of', ...levels.map((level) => `${Math.round(level * 100)} %`)],
    rows,
  );
}

function spread(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

function pointsOf(seeds: readonly (readonly number[])[]) {
  return (seeds[0] ?? []).map((_, round) => ({
    labels: 20 * (round + 1),
    ...spread(seeds.map((rounds) => rounds[round] ?? 0)),
  }));
}

function panelOf({ title, recalls }: CaseFigures): CurvePanel {
  return { title, curves: plotted.map((name) => ({ name, points: pointsOf(recalls[name]) })) };
}

function summarise(one: CaseFigures): object {
  const curves = Object.fromEntries(strategies.map((name) => [name, pointsOf(one.recalls[name])]));
  return { ...one, curves };
}

process.exitCode = await benchLabelNext();
