import { expect, test } from 'vitest';
import type { Db } from '../../../main/database/db.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import {
  cancelWaitingScans,
  countOpenScans,
  countWaitingScans,
  endScanJob,
  enqueueScans,
  isStopWanted,
  mostAttempts,
  readQueuePaused,
  requeueLostScans,
  setScanPriority,
  startNextScan,
  wantScansStopped,
  writeQueuePaused,
} from '../../../main/database/scanJobs.ts';
import { readSlide } from '../../../main/database/slides.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { ScanPriority } from '../../../main/domain/worklist.ts';
import { aSlide } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

function newSlide(db: Db, name: string): SlideId {
  return findOrCreateSlide(db, aSlide({ path: `/slides/${name}`, sha256: undefined, sizeBytes: undefined }))
    .id;
}

function enqueue(db: Db, slideId: SlideId, priority: ScanPriority = 'routine'): void {
  enqueueScans(db, [slideId], { priority, cellGoal: undefined, isForced: false, person: 'A. Reader' });
}

/** Runs what waits, one after the other. */
function drain(db: Db): readonly SlideId[] {
  const order: SlideId[] = [];
  for (let job = startNextScan(db); job !== undefined; job = startNextScan(db)) {
    order.push(job.slideId);
    endScanJob(db, job, { state: 'done' });
  }
  return order;
}

test('the most urgent slide is scanned first, of equals the one that waits longest', () => {
  const db = openTempDatabase();
  const [background, routine, stat, later] = [1, 2, 3, 4].map((one) => newSlide(db, `${one}`)) as [
    SlideId,
    SlideId,
    SlideId,
    SlideId,
  ];
  enqueue(db, background, 'background');
  enqueue(db, routine);
  enqueue(db, stat, 'stat');
  enqueue(db, later);
  expect(drain(db)).toEqual([stat, routine, later, background]);
  expect(countWaitingScans(db)).toBe(0);
});

test('a slide waits once: put in again it takes the new goal and priority', () => {
  const db = openTempDatabase();
  const slideId = newSlide(db, 'a');
  enqueue(db, slideId);
  enqueueScans(db, [slideId], { priority: 'stat', cellGoal: 200, isForced: true, person: 'A. Reader' });
  expect(countWaitingScans(db)).toBe(1);
  const job = startNextScan(db);
  expect(job).toMatchObject({ slideId, priority: 'stat', cellGoal: 200, isForced: true });
  enqueue(db, slideId); // it is being scanned
  expect(countWaitingScans(db)).toBe(0);
});

test('a job of a station that died is the next again, in its old place', () => {
  const db = openTempDatabase();
  const [first, second] = [newSlide(db, 'a'), newSlide(db, 'b')];
  enqueue(db, first);
  enqueue(db, second);
  expect(startNextScan(db)?.slideId).toBe(first);
  expect(requeueLostScans(db)).toBe(1);
  expect(drain(db)).toEqual([first, second]);
  expect(requeueLostScans(db)).toBe(0);
});

test('a slide that is taken out is not scanned, one that has become urgent is scanned first', () => {
  const db = openTempDatabase();
  const slides = ['a', 'b', 'c'].map((name) => newSlide(db, name)) as [SlideId, SlideId, SlideId];
  for (const slideId of slides) enqueue(db, slideId);
  cancelWaitingScans(db, [slides[0]]);
  setScanPriority(db, [slides[2]], 'stat');
  expect(drain(db)).toEqual([slides[2], slides[1]]);
  enqueue(db, slides[0]);
  expect(drain(db)).toEqual([slides[0]]);
});

test('a job that was given back keeps its place, and one that is over cannot end again', () => {
  const db = openTempDatabase();
  const [first, second] = [newSlide(db, 'a'), newSlide(db, 'b')];
  enqueue(db, first);
  enqueue(db, second);
  const job = startNextScan(db);
  if (job === undefined) throw new Error('nothing waits');
  endScanJob(db, job, { state: 'waiting' });
  expect(drain(db)).toEqual([first, second]);
  expect(() => endScanJob(db, job, { state: 'done' })).toThrow();
});

test('a pause outlasts the program', () => {
  const db = openTempDatabase();
  expect(readQueuePaused(db)).toBe(false);
  writeQueuePaused(db, true);
  expect(readQueuePaused(openTempDatabase(db.name))).toBe(true);
});

test('a slide that takes the program along each time is given up, and the next ones are scanned', () => {
  const db = openTempDatabase();
  const [deadly, good] = [newSlide(db, 'a'), newSlide(db, 'b')];
  enqueue(db, deadly);
  enqueue(db, good);
  for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
    expect(startNextScan(db)).toMatchObject({ slideId: deadly, attempts: attempt });
    expect(requeueLostScans(db)).toBe(1);
  }
  expect(startNextScan(db)).toMatchObject({ slideId: deadly, attempts: mostAttempts });
  expect(requeueLostScans(db)).toBe(0);
  expect(readSlide(db, deadly)).toMatchObject({
    state: 'failed',
    failure: { code: 'compute-process-lost', message: expect.stringContaining('ended 5 times') },
  });
  expect(drain(db)).toEqual([good]);
  enqueue(db, deadly); // a person wants it again
  expect(startNextScan(db)).toMatchObject({ slideId: deadly, attempts: 1 });
});

test('a job that was given back was no attempt', () => {
  const db = openTempDatabase();
  enqueue(db, newSlide(db, 'a'));
  for (let round = 0; round < 5; round += 1) {
    const job = startNextScan(db);
    expect(job?.attempts).toBe(1);
    if (job !== undefined) endScanJob(db, job, { state: 'waiting' });
  }
});

test('a running job hears that another program wants it stopped', () => {
  const db = openTempDatabase();
  const slideId = newSlide(db, 'a');
  enqueue(db, slideId);
  const job = startNextScan(db);
  if (job === undefined) throw new Error('nothing waits');
  expect(countOpenScans(db)).toBe(1);
  expect(isStopWanted(db, job)).toBe(false);
  wantScansStopped(openTempDatabase(db.name), [slideId]);
  expect(isStopWanted(db, job)).toBe(true);
  endScanJob(db, job, { state: 'cancelled' });
  expect(countOpenScans(db)).toBe(0);
});

test('outside the hours only urgent slides are begun', () => {
  const db = openTempDatabase();
  const [routine, stat] = [newSlide(db, 'a'), newSlide(db, 'b')];
  enqueue(db, routine);
  expect(startNextScan(db, true)).toBeUndefined();
  enqueue(db, stat, 'stat');
  expect(startNextScan(db, true)?.slideId).toBe(stat);
  expect(startNextScan(db, true)).toBeUndefined();
});

test('why a job failed is kept with it', () => {
  const db = openTempDatabase();
  enqueue(db, newSlide(db, 'a'));
  const job = startNextScan(db);
  if (job === undefined) throw new Error('nothing waits');
  endScanJob(db, job, { state: 'failed', failure: { code: 'slide-unreadable', message: 'Cut.' } });
  expect(db.prepare('SELECT state, failure_code, failure_message FROM scan_jobs').get()).toEqual({
    ...{ state: 'failed', failure_code: 'slide-unreadable', failure_message: 'Cut.' },
  });
});
