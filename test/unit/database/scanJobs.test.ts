import { expect, test } from 'vitest';
import type { Db } from '../../../main/database/db.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import {
  cancelWaitingScans,
  countWaitingScans,
  endScanJob,
  enqueueScans,
  readQueuePaused,
  requeueLostScans,
  setScanPriority,
  startNextScan,
  writeQueuePaused,
} from '../../../main/database/scanJobs.ts';
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
    endScanJob(db, job, 'done');
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
  endScanJob(db, job, 'waiting');
  expect(drain(db)).toEqual([first, second]);
  expect(() => endScanJob(db, job, 'failed')).toThrow();
});

test('a pause outlasts the program', () => {
  const db = openTempDatabase();
  expect(readQueuePaused(db)).toBe(false);
  writeQueuePaused(db, true);
  expect(readQueuePaused(openTempDatabase(db.name))).toBe(true);
});
