import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { type Db, openDatabase } from '../../main/database/open.ts';
import { acquireScanLock, releaseScanLock } from '../../main/database/scanLock.ts';
import { listScans } from '../../main/database/scans.ts';
import { listWorklist } from '../../main/database/worklist.ts';
import { LabError } from '../../main/domain/labError.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import type { ScanPriority, ScanQueue } from '../../main/domain/worklist.ts';
import { addSlides } from '../../main/workflows/addSlides.ts';
import { type ChosenModel, chooseModel } from '../../main/workflows/chooseModel.ts';
import { createScanQueue } from '../../main/workflows/scanQueue.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';

let material: ScanMaterial;
let compute: ComputeClient;

beforeAll(async () => {
  material = await drawOnce();
  compute = createComputeClient();
});

afterAll(async () => {
  await compute.dispose();
  await material.dispose();
});

/** A queue over a lab of its own; `told` is what it said.
 *  @param onSlides called with what `touched` gets */
async function aQueue(
  readModel: () => Promise<ChosenModel> = () => chooseModel(material.modelFolder),
  onSlides: (touchedBefore: number) => void = () => undefined,
) {
  const db = openDatabase(join(await aScratchFolder(), 'lab.db'));
  const told: ScanQueue[] = [];
  const touched: SlideId[] = [];
  const jobEnds: string[] = [];
  const queue = createScanQueue({
    ...{ db, compute, readModel },
    onQueue: (state) => told.push(state),
    onSlides: (slideIds) => {
      onSlides(touched.length);
      touched.push(...slideIds);
    },
    onJob: (_, { state }) => jobEnds.push(state),
  });
  onTestFinished(async () => {
    await queue.dispose();
    db.close();
  });
  const until = async (isSo: (state: ScanQueue) => boolean) => {
    while (!isSo(queue.read())) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return { db, queue, told, touched, jobEnds, until };
}

const isIdle = ({ waitingCount, current }: ScanQueue) => waitingCount === 0 && current === undefined;

async function addSmear(db: Db, name: string, fieldCount: number, priority: ScanPriority = 'routine') {
  const folder = await aSmearFolder(material.fields, { [name]: fieldCount });
  const added = await addSlides(db, { paths: [folder], priority, cellGoal: undefined });
  const [slideId] = added.addedIds;
  if (slideId === undefined) throw new Error('No slide was added');
  return slideId;
}

function statesOf(db: Db): readonly string[] {
  return listWorklist(db)
    .map(({ name, state }) => `${name} ${state}`)
    .toSorted();
}

test('slides are scanned one after the other, the urgent first, and the queue tells how far it is', async () => {
  const { db, queue, told, touched, until } = await aQueue();
  const routine = await addSmear(db, 'smear-1', 3);
  const stat = await addSmear(db, 'smear-2', 20, 'stat');
  queue.wake();
  await until(isIdle);
  expect(statesOf(db)).toEqual(['smear-1 scanned', 'smear-2 scanned']);
  const finished = db.prepare("SELECT slide_id FROM scan_jobs WHERE state = 'done' ORDER BY finished_at");
  expect(finished.pluck().all()).toEqual([stat, routine]);
  expect(new Set(touched)).toEqual(new Set([stat, routine]));
  expect(
    told.some(({ current }) => current?.slideId === stat && current.total === 20 && current.done > 0),
  ).toBe(true);
  expect(queue.read()).toEqual({
    ...{ isPaused: false, waitingCount: 0, current: undefined, remainingMs: 0, problem: undefined },
    ...{ heldFor: undefined, slidesPerHour: expect.any(Number) },
  });
});

test('a queue that a person stops finishes its slide and goes on when told', async () => {
  const { db, queue, until } = await aQueue();
  await addSmear(db, 'smear-1', 3);
  await addSmear(db, 'smear-2', 1);
  queue.wake();
  await until(({ current }) => current !== undefined);
  expect(queue.setPaused(true).isPaused).toBe(true);
  await until(({ current }) => current === undefined);
  expect(statesOf(db)).toEqual(['smear-1 scanned', 'smear-2 waiting']);
  queue.setPaused(false);
  await until(isIdle);
  expect(statesOf(db)).toEqual(['smear-1 scanned', 'smear-2 scanned']);
});

test('a scan is cancelled while it runs, leaves nothing behind, and the next slide is scanned', async () => {
  const { db, queue, until } = await aQueue();
  const first = await addSmear(db, 'smear-1', 40);
  await addSmear(db, 'smear-2', 1);
  queue.wake();
  await until(({ current }) => (current?.done ?? 0) > 0);
  queue.cancel([first]);
  await until(isIdle);
  expect(statesOf(db)).toEqual(['smear-1 cancelled', 'smear-2 scanned']);
  expect(listScans(db, first)).toEqual([]);
});

test('a failure of the lab itself stops the queue and says why; no slide is blamed', async () => {
  let isMended = false;
  const { db, queue, until } = await aQueue(async () => {
    if (isMended) return chooseModel(material.modelFolder);
    throw new LabError('model-corrupt', 'The weights of tiny-0.0.1 are damaged.');
  });
  await addSmear(db, 'smear-1', 1);
  await addSmear(db, 'smear-2', 1);
  queue.wake();
  await until(({ isPaused }) => isPaused);
  expect(queue.read()).toMatchObject({ waitingCount: 2, problem: 'The weights of tiny-0.0.1 are damaged.' });
  expect(statesOf(db)).toEqual(['smear-1 waiting', 'smear-2 waiting']);
  isMended = true;
  expect(queue.setPaused(false).problem).toBeUndefined();
  await until(isIdle);
  expect(statesOf(db)).toEqual(['smear-1 scanned', 'smear-2 scanned']);
});

test('a full disk stops the queue, and when there is room again every slide is scanned', async () => {
  const { db, queue, until } = await aQueue();
  for (const name of ['smear-1', 'smear-2']) await addSmear(db, name, 6);
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  queue.wake();
  await until(({ isPaused }) => isPaused);
  expect(queue.read().problem).toMatch(/full/);
  expect(statesOf(db).filter((state) => state.includes('failed'))).toEqual([]);
  db.pragma('max_page_count = 1000000');
  queue.setPaused(false);
  await until(isIdle);
  expect(statesOf(db)).toEqual(['smear-1 scanned', 'smear-2 scanned']);
});

test('while another program scans into the database the queue waits and says so', async () => {
  const { db, queue, until } = await aQueue();
  await addSmear(db, 'smear-1', 1);
  const startedAt = new Date().toISOString();
  const lock = acquireScanLock(db, { processId: process.ppid, hostName: hostname(), startedAt });
  queue.wake();
  await until(({ problem }) => problem !== undefined);
  expect(queue.read()).toMatchObject({ isPaused: false, waitingCount: 1, current: undefined });
  releaseScanLock(db, lock);
  queue.wake();
  await until(isIdle);
  expect(queue.read().problem).toBeUndefined();
  expect(statesOf(db)).toEqual(['smear-1 scanned']);
});

/** Another program's connection to the database of a queue, which from now on waits next to nothing for it. */
function anotherProgram(db: Db) {
  db.pragma('busy_timeout = 20');
  const other = openDatabase(db.name);
  onTestFinished(() => {
    other.close();
  });
  const holdFor = async (ms: number) => {
    other.exec('BEGIN IMMEDIATE');
    await new Promise((resolve) => setTimeout(resolve, ms));
    other.exec('COMMIT');
  };
  return { holdFor };
}

const isSettled = (db: Db) =>
  db.prepare("SELECT count(*) FROM scan_jobs WHERE state IN ('waiting', 'running')").pluck().get() === 0;

test('a database that is locked while a slide is scanned, and when it is done, costs neither slide nor scan', async () => {
  const { db, queue, jobEnds, until } = await aQueue();
  await addSmear(db, 'smear-1', 30);
  await addSmear(db, 'smear-2', 1);
  const { holdFor } = anotherProgram(db);
  queue.wake();
  await until(({ current }) => (current?.done ?? 0) > 0);
  // longer than a running scan takes to say that it lives
  await holdFor(4500);
  await until(() => isSettled(db));
  expect(statesOf(db)).toEqual(['smear-1 scanned', 'smear-2 scanned']);
  expect(jobEnds).toEqual(['done', 'done']);
  expect(db.prepare('SELECT attempts FROM scan_jobs').pluck().all()).toEqual([1, 1]);
  await until(() => db.prepare('SELECT count(*) FROM scan_lock').pluck().get() === 0);
});

test('what became of a slide is stored later when the database is locked just then', async () => {
  let holding: Promise<void> | undefined;
  let hold = () => Promise.resolve();
  // told of at its start, then when its cells are stored and nothing is said of the job yet
  const { db, queue, jobEnds, until } = await aQueue(undefined, (touchedBefore) => {
    if (touchedBefore === 1) holding = hold();
  });
  await addSmear(db, 'smear-1', 1);
  const { holdFor } = anotherProgram(db);
  hold = () => holdFor(300);
  queue.wake();
  await until(() => holding !== undefined);
  await holding;
  expect([isSettled(db), queue.isBusy]).toEqual([false, true]);
  await until(() => isSettled(db));
  expect(queue.isBusy).toBe(false);
  expect(jobEnds).toEqual(['done']);
  expect(db.prepare('SELECT count(*) FROM scans').pluck().get()).toBe(1);
});

test('what is put in at the very end of the work does not stay waiting', async () => {
  const { db, queue, until } = await aQueue();
  for (let round = 0; round < 5; round += 1) {
    await addSmear(db, `smear-${round}`, 1);
    queue.wake();
    await until(({ current, waitingCount }) => current !== undefined || waitingCount === 0);
  }
  await until(isIdle);
  expect(statesOf(db).filter((state) => state.endsWith(' scanned'))).toHaveLength(5);
});

test('a queue that is closed gives its slide back', async () => {
  const { db, queue, until } = await aQueue();
  const slideId = await addSmear(db, 'smear-1', 40);
  queue.wake();
  await until(({ current }) => (current?.done ?? 0) > 0);
  await queue.dispose();
  expect(listWorklist(db, [slideId])).toMatchObject([{ state: 'waiting', scan: undefined }]);
});
