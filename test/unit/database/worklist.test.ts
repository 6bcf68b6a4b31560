import { expect, test } from 'vitest';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { endScanJob, enqueueScans, startNextScan } from '../../../main/database/scanJobs.ts';
import { updateSettings } from '../../../main/database/settings.ts';
import { recordSlideFailure } from '../../../main/database/slides.ts';
import { listWorklist } from '../../../main/database/worklist.ts';
import type { CellClass } from '../../../main/domain/cellClass.ts';
import { defaultLabSettings } from '../../../main/domain/labSettings.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { aCell, aSlide, recordScannedSlide } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

function aCellOf(cellClass: CellClass, xPx: number) {
  const probabilities = { benign: 0.1, 'early-pre-b': 0.1, 'pre-b': 0.1, 'pro-b': 0.1, [cellClass]: 0.7 };
  return aCell({ cellClass, probabilities, xPx });
}

const wanted = { priority: 'stat', cellGoal: undefined, isForced: false, person: 'A. Reader' } as const;

test('a scanned slide shows its cells by class, and what must be seen of them', () => {
  const db = openTempDatabase();
  const cells = [aCellOf('benign', 0), aCellOf('benign', 100), aCellOf('pro-b', 200)];
  const { slide, scanId } = recordScannedSlide(db, cells, { path: '/lab/2026/smear-1.jpg' });
  expect(listWorklist(db)).toMatchObject([
    {
      slideId: slide.id,
      name: 'smear-1.jpg',
      folderName: '2026',
      state: 'scanned',
      failure: undefined,
      reportCount: 0,
      scan: {
        scanId,
        cellCount: 3,
        tally: {
          counts: { benign: 2, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 1 },
          reviewedCount: 0,
          mustSeeCount: 1,
          mustSeeSeenCount: 0,
        },
      },
    },
  ]);
});

test('what must be seen follows the classes that the lab counts as blast-like', () => {
  const db = openTempDatabase();
  recordScannedSlide(db, [aCellOf('benign', 0), aCellOf('pro-b', 100), aCellOf('pre-b', 200)]);
  const { classes } = defaultLabSettings;
  updateSettings(db, { classes: { ...classes, 'pro-b': { ...classes['pro-b'], isBlast: false } } });
  expect(listWorklist(db)[0]?.scan?.tally.mustSeeCount).toBe(1);
});

test('a slide is new, waits, is scanned, fails, and waits again', () => {
  const db = openTempDatabase();
  const unread = aSlide({ path: '/lab/a.jpg', sha256: undefined, sizeBytes: undefined });
  const { id } = findOrCreateSlide(db, unread);
  const state = () => listWorklist(db, [id])[0]?.state;
  expect(state()).toBe('new');
  enqueueScans(db, [id], wanted);
  expect(listWorklist(db)).toMatchObject([{ state: 'waiting', priority: 'stat' }]);
  const job = startNextScan(db);
  if (job === undefined) throw new Error('nothing waits');
  expect(state()).toBe('scanning');
  recordSlideFailure(db, id, { code: 'slide-unreadable', message: 'Cannot read a.jpg.' });
  endScanJob(db, job, { state: 'failed', failure: { code: 'slide-unreadable', message: 'Cut.' } });
  expect(listWorklist(db)).toMatchObject([
    { state: 'failed', failure: { code: 'slide-unreadable', message: 'Cannot read a.jpg.' } },
  ]);
  enqueueScans(db, [id], wanted);
  expect(state()).toBe('waiting');
});

test('the newest slide comes first, and slides that are not there are left out', () => {
  const db = openTempDatabase();
  const ids = ['/lab/a.jpg', '/lab/b.jpg', '/lab/c.jpg'].map(
    (path) => findOrCreateSlide(db, aSlide({ path })).id,
  );
  expect(listWorklist(db).map(({ slideId }) => slideId)).toEqual(ids.toReversed());
  const [first, , third] = ids as [SlideId, SlideId, SlideId];
  const some = listWorklist(db, [first, 'nobody' as SlideId, third]);
  expect(some.map(({ slideId }) => slideId)).toEqual([third, first]);
});
