import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../domain/labError.ts';
import { createCellFinder, loadDetectorWeights } from '../network/detector.ts';
import { loadDetectorCheckpoint, saveDetectorCheckpoint } from '../network/detectorCheckpoint.ts';
import { createDetectorWeights } from '../network/detectorNetwork.ts';
import { listCutouts } from '../network/detectorPaste.ts';
import { createRandomSource } from '../network/detectorRandom.ts';
import { composeDetectorSample, type SampleSource } from '../network/detectorSample.ts';
import {
  type DetectorTrainingState,
  mutateByTrainingStep,
  startDetectorTraining,
} from '../network/detectorTraining.ts';
import {
  detectorTrainingDefaults,
  type TrainDetectorRequest,
  type TrainDetectorResult,
} from './detectorRequest.ts';
import { chooseThreshold, computeMargin, findInFields, isHeldOut } from './evaluateDetector.ts';
import { labelByTeacher } from './labelByTeacher.ts';
import { listLabelledFields, type OriginField } from './loadLabelledFields.ts';
import type { ComputeProgress } from './messages.ts';
import { quantizeAfterTraining } from './quantizeDetector.ts';
import { breathe } from './readAhead.ts';
import { readYoloFolder } from './readYoloFolder.ts';
import { writeDetector } from './writeDetector.ts';

/** Trains a cell detector on a YOLO folder and writes it as a model folder; goes on from the checkpoint in
 *  outputFolder when `resume` is set.
 *  @throws LabError 'folder-missing' | 'dataset-invalid' | 'cancelled' | 'training-failed' */
export async function trainDetector(
  request: TrainDetectorRequest,
  onProgress: (progress: ComputeProgress) => void,
  signal: AbortSignal,
): Promise<TrainDetectorResult> {
  const startedAt = performance.now();
  const settings = { ...detectorTrainingDefaults, ...request };
  const labels = await readYoloFolder(request.datasetFolder, 'train');
  const held = await listLabelledFields(labels.filter(isHeldOut), signal);
  const train = await listLabelledFields(
    labels.filter((one, index) => !isHeldOut(one, index)),
    signal,
  );
  if (train.length === 0 || held.length === 0)
    throw new LabError(
      'dataset-invalid',
      `${request.datasetFolder} has too few labelled fields to train on.`,
    );
  const taught = request.teacher === undefined ? [] : await labelByTeacher(request.teacher, signal);
  const source = listSources(train, taught);

  const checkpointFolder = join(request.outputFolder, 'checkpoint');
  await mkdir(checkpointFolder, { recursive: true });
  const saved = settings.resume ? await loadDetectorCheckpoint(checkpointFolder) : undefined;
  const state = saved?.state ?? startDetectorTraining(await startWeights(request, settings.seed));
  let best = saved?.best;

  while (state.stepCount < settings.steps) {
    const until = Math.min(settings.steps, state.stepCount + settings.stepsPerCheck);
    const loss = await mutateBySteps(state, source, { ...settings, until, signal });
    const found = await findIn(held, state, signal);
    const choice = chooseThreshold(found);
    const margin = computeMargin(found);
    if (best === undefined || margin >= best.margin)
      best = {
        margin,
        step: state.stepCount,
        weights: state.averaged.map((one) => ({ ...one, values: one.values.slice() })),
      };
    await saveDetectorCheckpoint(checkpointFolder, { state, best });
    onProgress({
      done: state.stepCount,
      total: settings.steps,
      detail: `step ${state.stepCount}/${settings.steps} loss ${loss.toFixed(3)} held-out F1 ${choice.figures.f1.toFixed(4)} margin ${margin.toFixed(4)}`,
    });
  }
  if (best === undefined) throw new LabError('training-failed', 'No step was trained: ask for at least one.');
  const written = await writeDetector({
    request,
    settings,
    best,
    counts: { train: train.length + taught.length, heldOut: held.length },
    labels,
    durationMs: performance.now() - startedAt,
    signal,
  });
  const { datasetFolder, teacher } = request;
  const wanted = { modelFolder: written.modelFolder, datasetFolder, fieldPaths: teacher?.fieldPaths ?? [] };
  return { ...written, int8: await quantizeAfterTraining(wanted, { signal, onProgress }) };
}

async function startWeights(request: TrainDetectorRequest, seed: number) {
  return request.teacher === undefined
    ? createDetectorWeights(seed)
    : (await loadDetectorWeights(request.teacher.modelFolder)).weights;
}

/** Fields by their size in the files, which tells the four sources of TXL-PBC apart; small groups join the
 *  largest. Fields labelled by a teacher are a group of their own. */
function listSources(train: readonly OriginField[], taught: readonly OriginField[]): SampleSource {
  const groups = [...Map.groupBy(train, (field) => field.origin).values()].sort(
    (a, b) => b.length - a.length,
  );
  const large = groups.filter((group, index) => index === 0 || group.length >= train.length / 20);
  const small = groups.filter((group) => !large.includes(group)).flat();
  const joined = large.map((group, index) => (index === 0 ? [...group, ...small] : group));
  const labelled = taught.length === 0 ? joined : [...joined, taught, taught];
  return {
    groups: labelled,
    cutouts: listCutouts([...train, ...taught]),
    closeUps: [...train, ...taught].map((field) => field.closeUp),
  };
}

/** Trains up to a step; the samples of a step depend on seed and step alone, so that a resumed run sees what
 *  an unbroken one would. Changes `state`.
 *  @returns mean loss */
async function mutateBySteps(
  state: DetectorTrainingState,
  source: SampleSource,
  run: {
    readonly until: number;
    readonly steps: number;
    readonly batchSize: number;
    readonly samplePx: number;
    readonly learningRate: number;
    readonly seed: number;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  let sum = 0;
  let count = 0;
  while (state.stepCount < run.until) {
    await breathe(run.signal);
    const random = createRandomSource(run.seed * 1_000_003 + state.stepCount);
    const samples = Array.from({ length: run.batchSize }, () =>
      composeDetectorSample(source, run.samplePx, random),
    );
    const loss = mutateByTrainingStep(state, samples, {
      sidePx: run.samplePx,
      learningRate: scheduledRate(state.stepCount, run),
    });
    if (!Number.isFinite(loss)) {
      throw new LabError(
        'training-failed',
        `The loss is not a number after step ${state.stepCount}. Train with a lower learning rate.`,
      );
    }
    sum += loss;
    count += 1;
  }
  return sum / Math.max(1, count);
}

/** Linear over the first 200 steps, then half a cosine down to a hundredth. */
function scheduledRate(step: number, run: { readonly steps: number; readonly learningRate: number }): number {
  const warm = Math.min(1, (step + 1) / 200);
  return run.learningRate * warm * (0.01 + 0.99 * 0.5 * (1 + Math.cos((Math.PI * step) / run.steps)));
}

async function findIn(held: readonly OriginField[], state: DetectorTrainingState, signal: AbortSignal) {
  const finder = createCellFinder(state.averaged, 0);
  try {
    return await findInFields(held, finder, signal);
  } finally {
    finder.dispose();
  }
}
