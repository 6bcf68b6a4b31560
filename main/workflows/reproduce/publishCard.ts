import { join } from 'node:path';
import { drawTrainingCurves } from '../../domain/drawTrainingCurves.ts';
import { formatModelCard } from '../../domain/formatModelCard.ts';
import type { ModelCard } from '../../domain/modelCard.ts';
import type { Comparison, CrossValidation } from '../../domain/recipeFigures.ts';
import { shortenCard } from '../../domain/shortenCard.ts';
import { writeOutput } from '../writeOutput.ts';
import { foldCount, type PlannedRun, type ReproductionPlan } from './plan.ts';
import { type RunRecord, readRunRecord } from './runRecord.ts';

type Records = ReadonlyMap<string, RunRecord>;

/** Writes card.json, CARD.md and the curves of the shipped model from the records of all runs that have been made; does
 *  nothing before the shipped run. */
export async function publishCard({
  plan,
  modelFolder,
}: {
  readonly plan: ReproductionPlan;
  readonly modelFolder: string;
}): Promise<void> {
  const records = await readRecords(plan, modelFolder);
  const shipped = records.get(plan.shipped);
  if (shipped === undefined) return;
  const card: ModelCard = {
    ...shipped.card,
    limitations: [...shipped.card.limitations, ...(plan.remarks ?? [])],
    crossValidation: collectFolds(plan, records),
    comparisons: collectComparisons(plan, records),
    otherSources: shipped.otherSources ?? [],
  };
  const curves = plan.comparisons.flatMap(({ title, rows }) => {
    const drawn = rows.flatMap(({ name, run }) => {
      const history = records.get(run)?.history;
      return history === undefined ? [] : [{ name, history }];
    });
    return drawn.length < 2 ? [] : [{ title, runs: drawn }];
  });
  if (curves.length > 0) await writeOutput(join(modelFolder, 'curves.svg'), drawTrainingCurves(curves));
  const pictures =
    curves.length === 0
      ? ''
      : '\n![Training and validation loss, and validation accuracy, by epoch](curves.svg)\n';
  await writeOutput(join(modelFolder, 'CARD.md'), `${formatModelCard(card)}${pictures}`);
  await writeOutput(join(modelFolder, 'card.json'), `${JSON.stringify(card, undefined, 2)}\n`);
}

async function readRecords(plan: ReproductionPlan, modelFolder: string): Promise<Records> {
  const records = new Map<string, RunRecord>();
  for (const { id } of plan.runs) {
    const record = await readRunRecord(modelFolder, id);
    if (record !== undefined) records.set(id, record);
  }
  return records;
}

/** Runs by the shipped settings, by protocol. */
function collectFolds(plan: ReproductionPlan, records: Records): CrossValidation[] {
  const shippedRun = plan.runs.find(({ id }) => id === plan.shipped);
  const ofRecipe = plan.runs.filter(({ settings }) => settings === shippedRun?.settings);
  return (['random_fold', 'stain_fold'] as const).flatMap((protocol) => {
    const folds = ofRecipe
      .filter(({ column }) => column === protocol)
      .flatMap((run) => foldOf(run, records.get(run.id)));
    return folds.length === 0 ? [] : [{ protocol, foldCount, folds }];
  });
}

function foldOf(run: PlannedRun, record: RunRecord | undefined): CrossValidation['folds'] {
  if (record === undefined) return [];
  const [colour] = record.card.baselines;
  if (colour === undefined) throw new Error(`The card of ${run.id} has no colour baseline`);
  const { accuracy, benignRecall } = colour;
  return [{ ...shortenCard(run.id, record.card), fold: run.fold, colour: { accuracy, benignRecall } }];
}

/** Rows whose runs have been made; a comparison needs two. */
function collectComparisons(plan: ReproductionPlan, records: Records): Comparison[] {
  return plan.comparisons.flatMap(({ title, note, rows }) => {
    const made = rows.flatMap(({ name, run }) => {
      const card = records.get(run)?.card;
      if (card === undefined) return [];
      const { parameterCount } = card.architecture;
      return [{ ...shortenCard(run, card), name, parameterCount, sizeBytes: card.weights.sizeBytes }];
    });
    return made.length < 2 ? [] : [{ title, note, rows: made }];
  });
}
