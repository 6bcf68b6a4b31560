import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrainingOrder } from '../../main/database/trainingRuns.ts';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { cellIdAt } from '../../main/domain/cellTable.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { findShortages } from '../../main/domain/trainingPreflight.ts';
import type { TrainingRun, TrainingState } from '../../main/domain/trainingRun.ts';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { allShipped, shipped, shippedCard } from '../helpers/shippedModel.ts';

const order: TrainingOrder = {
  ...{ name: 'mine', version: '1.0.0', parent: shipped, epochs: 2 },
  ...{ optimizer: 'adam', learningRate: 0.0005, seed: 1 },
};

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce(4);
});
afterAll(() => material.dispose());

/** Scans one slide and gives its first cells the four classes in turn. */
async function aLabelledSlide(station: LabStation, cellCount: number): Promise<SlideId> {
  const { lab } = station;
  await lab.updateSettings({ person: { name: 'A. Reader', role: 'technologist' } });
  const { addedIds } = await station.addSlides([await aSmearFolder(material.fields, { 'smear-1': 4 })]);
  await station.whenScanned();
  const [slideId] = addedIds;
  if (slideId === undefined) throw new Error('No slide was added');
  const cells = await lab.readCells({ slideId });
  expect(cells.count).toBeGreaterThanOrEqual(cellCount);
  for (const [classAt, verdict] of cellClasses.entries()) {
    const cellIds = Array.from({ length: cellCount / 4 }, (_, at) => cellIdAt(cells, at * 4 + classAt));
    await lab.labelCells({ slideId, cellIds, verdict });
  }
  return slideId;
}

/** The run as soon as it is as wanted. @throws Error when it ends otherwise */
async function whenRun(
  { lab }: LabStation,
  runId: string,
  isThere: (run: TrainingRun) => boolean,
): Promise<TrainingRun> {
  const ended: readonly TrainingState[] = ['done', 'failed', 'cancelled'];
  for (;;) {
    const run = (await lab.listTrainingRuns({})).find(({ id }) => id === runId);
    if (run !== undefined && isThere(run)) return run;
    if (run === undefined || ended.includes(run.state))
      throw new Error(`The training ended: ${JSON.stringify(run)}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

async function modelOfScan({ lab }: LabStation, slideId: SlideId): Promise<string | undefined> {
  const [row] = await lab.readWorklistRows({ slideIds: [slideId] });
  return row?.scan?.modelName;
}

test('labels become a model that scans use, until it is rolled back', async () => {
  const station = await aLabStation();
  const { lab, events } = station;
  const slideId = await aLabelledSlide(station, 16);
  expect(await modelOfScan(station, slideId)).toBe(shipped);
  expect(await lab.describeLabels({})).toMatchObject({
    ...{ counts: { benign: 4, 'early-pre-b': 4, 'pre-b': 4, 'pro-b': 4 }, slideCount: 1, problem: undefined },
  });

  const measured = await lab.preflightTraining({ ...order, learned: 'head' });
  expect(measured).toMatchObject({ imagesPerEpoch: 8, validationCount: 4, epochCount: 2, stepsPerEpoch: 1 });
  expect(findShortages(measured)).toEqual([]);
  expect(Math.min(measured.stepMs, measured.scoringMs, measured.peakMemoryBytes)).toBeGreaterThan(0);

  const { id } = await lab.startTraining({ ...order, learned: 'head' });
  const waiting = await lab.startTraining({ ...order, version: '9.0.0' });
  expect(waiting.state).toBe('waiting');
  await lab.cancelTraining({ runId: waiting.id });
  const done = await whenRun(station, id, ({ state }) => state === 'done');
  expect(done).toMatchObject({
    ...{ modelName: 'mine-1.0.0', parentName: shipped, failure: undefined, doneFraction: 1 },
    learned: 'head',
    partCounts: { train: 8, validation: 4, test: 4 },
    splitNote: expect.stringContaining('one by one'),
    ...{ validationFigures: { count: 4 }, testFigures: { count: 4 } },
    activeFigures: { fullName: shipped, validation: { count: 4 }, test: { count: 4 } },
  });
  expect(done.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(events).toContainEqual({ name: 'training-changed', event: { run: done } });

  // more epochs than there is time for: it is stopped twice
  const { id: secondId } = await lab.startTraining({ ...order, version: '1.1.0', epochs: 200 });
  await whenRun(station, secondId, ({ epochs }) => epochs.length > 0);
  const cancel = async () => {
    await lab.cancelTraining({ runId: secondId });
    return whenRun(station, secondId, ({ state }) => state === 'cancelled');
  };
  await lab.pauseTraining({ runId: secondId });
  const { epochs: before } = await whenRun(station, secondId, ({ state }) => state === 'paused');
  await lab.resumeTraining({ runId: secondId });
  await whenRun(station, secondId, ({ epochs }) => epochs.length > before.length);
  const { epochs: after } = await cancel();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.map(({ epoch }) => epoch)).toEqual(after.map((_, at) => at + 1));

  await lab.activateModel({ fullName: 'mine-1.0.0', isUnmeasured: true });
  await lab.scanAgain({ slideIds: [slideId], isForced: false });
  await station.whenScanned();
  expect(await modelOfScan(station, slideId)).toBe('mine-1.0.0');
  expect(await lab.describeLabels({})).toMatchObject({ slideCount: 1, problem: undefined });
  expect(await lab.rollBackModel({})).toMatchObject({ fullName: shipped, isRollback: true });
  const models = await lab.listModels({});
  expect(models.map(({ fullName, isActive }) => [fullName, isActive])).toEqual([
    ...allShipped.map((name) => [name, name === shipped]),
    ['mine-1.0.0', false],
  ]);
  expect(models.at(-1)?.card).toMatchObject({
    parent: {
      ...{ name: shippedCard.name, version: shippedCard.version, sha256: shippedCard.weights.sha256 },
    },
    ...{ training: { learned: 'head' }, dataset: { citation: 'none' } },
  });
});

test('a training whose station is killed goes on after its last whole epoch', async () => {
  const station = await aLabStation();
  const { lab, client } = station;
  await aLabelledSlide(station, 12);
  const { id } = await lab.startTraining({ ...order, epochs: 6 });
  const before = await whenRun(station, id, ({ epochs }) => epochs.length > 0);
  const { pid } = client;
  if (pid === undefined) throw new Error('The station does not run');
  process.kill(pid, 'SIGKILL');
  while (client.state !== 'running' || client.pid === pid)
    await new Promise((resume) => setTimeout(resume, 20));
  const [lost] = await lab.listTrainingRuns({});
  expect(lost).toMatchObject({ id, state: 'failed', failure: { code: 'station-lost' } });
  expect(lost?.epochs.slice(0, before.epochs.length)).toEqual(before.epochs);
  await lab.resumeTraining({ runId: id });
  const done = await whenRun(station, id, ({ state }) => state === 'done');
  expect(done.epochs.slice(0, before.epochs.length)).toEqual(before.epochs);
  expect(done.epochs.at(-1)?.epoch).toBe(6);
  expect(done).toMatchObject({
    failure: undefined,
    partCounts: before.partCounts,
    splitNote: before.splitNote,
  });
  await lab.activateModel({ fullName: 'mine-1.0.0', isUnmeasured: true });
  expect(await lab.listActivations({})).toMatchObject([{ fullName: 'mine-1.0.0', person: 'A. Reader' }]);
});
