import { expect, test } from 'vitest';
import { labelCells } from '../../../main/database/labelCells.ts';
import { type Db, openDatabase } from '../../../main/database/open.ts';
import { createOutsideWatch } from '../../../main/database/outsideChanges.ts';
import { readCellTable } from '../../../main/database/readCellTable.ts';
import { endScanJob, enqueueScans, startNextScan } from '../../../main/database/scanJobs.ts';
import { claimTrainingRun, updateTrainingRun } from '../../../main/database/trainingRuns.ts';
import { cellIdAt } from '../../../main/domain/cellTable.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { newTrainingRun } from '../../../main/workflows/trainingRecord.ts';
import { aScannedLab } from '../../helpers/aReviewedLab.ts';
import { order } from '../../helpers/aTrainingDesk.ts';

async function aLabOfTwoPrograms() {
  const { db: here, slideIds } = await aScannedLab({ slideCount: 2 });
  const there = openDatabase(here.name);
  const [first, second] = slideIds as readonly [SlideId, SlideId];
  return { here, there, first, second, look: createOutsideWatch(here) };
}

const queue = (db: Db, slideId: SlideId) =>
  enqueueScans(db, [slideId], {
    ...{ priority: 'routine', cellGoal: undefined, isForced: true, person: 'Ada' },
  });
const labelFirst = (db: Db, slideId: SlideId) => {
  const cellIds = [cellIdAt(readCellTable(db, slideId), 0)];
  labelCells(db, { slideId, cellIds, verdict: 'pre-b', person: 'Eve' });
};

test('nothing is told while nobody else writes, whatever this program writes', async () => {
  const { here, there, first, look } = await aLabOfTwoPrograms();
  expect(look()).toBeUndefined();
  queue(here, first);
  labelFirst(here, first);
  expect(look()).toBeUndefined();
  there.close();
});

test('slides that another program queues, scans, takes out are named', async () => {
  const { there, second, look } = await aLabOfTwoPrograms();
  const steps = [
    () => queue(there, second),
    () => expect(startNextScan(there)?.slideId).toBe(second),
    () => endRunning(there),
  ];
  for (const step of steps) {
    step();
    expect(look()).toEqual({ slideIds: [second], cells: [], trainingRunIds: [] });
    expect(look()).toBeUndefined();
  }
  there.close();

  function endRunning(db: Db) {
    queue(db, second);
    const sequence = 1;
    const job = { sequence, slideId: second, priority: 'routine', cellGoal: undefined } as const;
    endScanJob(db, { ...job, isForced: true, attempts: 1 }, { state: 'cancelled' });
  }
});

test('cells that another program labels are told with their revision', async () => {
  const { here, there, first, look } = await aLabOfTwoPrograms();
  labelFirst(there, first);
  const { scanId, revision } = readCellTable(here, first);
  expect(look()).toEqual({
    slideIds: [first],
    cells: [{ slideId: first, scanId, revision }],
    trainingRunIds: [],
  });
  expect(revision).toBeGreaterThan(0);
  there.close();
});

test('a training of another program is told of when it begins, at each step that it notes, and at its end', async () => {
  const { there, look } = await aLabOfTwoPrograms();
  const run = newTrainingRun(order, 'Eve');
  const steps = [
    () => claimTrainingRun(there, { ...run, state: 'preparing' }, order),
    () => updateTrainingRun(there, { ...run, state: 'running', doneFraction: 0.1 }),
    () => updateTrainingRun(there, { ...run, state: 'running', doneFraction: 0.2 }),
    () => updateTrainingRun(there, { ...run, state: 'done' }),
  ];
  for (const step of steps) {
    step();
    expect(look()).toEqual({ slideIds: [], cells: [], trainingRunIds: [run.id] });
    expect(look()).toBeUndefined();
  }
  there.close();
});
