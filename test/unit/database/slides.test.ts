import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listAudit } from '../../../main/database/audit.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { findSlide, listSlides, readSlide, recordSlideFailure } from '../../../main/database/slides.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { aSlide, recordScannedSlide, sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder, codeOf, labErrorOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

test('a slide found twice is recorded once', () => {
  const db = openTempDatabase();
  const first = findOrCreateSlide(db, aSlide({ isSynthetic: true }));
  expect(findOrCreateSlide(db, aSlide({ isSynthetic: true }))).toEqual(first);
  expect(first).toMatchObject({ ...aSlide(), state: 'pending', isSynthetic: true, failure: undefined });
});

test('a scanned slide shows its scan, and one that fails afterwards keeps it', () => {
  const db = openTempDatabase();
  const { slide, scanId } = recordScannedSlide(db);
  expect(slide).toMatchObject({
    state: 'scanned',
    currentScan: { id: scanId, cellCount: 1, redCellDiameterPx: 72.5 },
  });
  const failure = { code: 'slide-unreadable', message: 'Cannot read smear-1.jpg.' };
  recordSlideFailure(db, slide.id, failure);
  expect(readSlide(db, slide.id)).toMatchObject({ state: 'failed', failure, currentScan: { id: scanId } });
});

test('a file that was broken and is mended is one slide, waiting again', () => {
  const db = openTempDatabase();
  const unread = findOrCreateSlide(db, aSlide({ sha256: undefined, sizeBytes: undefined }));
  recordSlideFailure(db, unread.id, { code: 'file-missing', message: 'Gone.' });
  const mended = findOrCreateSlide(db, aSlide());
  expect(mended).toMatchObject({
    id: unread.id,
    sha256: aSlide().sha256,
    state: 'pending',
    failure: undefined,
  });
  expect(listSlides(db)).toHaveLength(1);
});

test('a scanned slide whose file was replaced stays beside the new one', () => {
  const db = openTempDatabase();
  const { slide: old } = recordScannedSlide(db);
  const replaced = findOrCreateSlide(db, aSlide({ sha256: sha256Of('another smear') }));
  expect(replaced.id).not.toBe(old.id);
  expect(listSlides(db).map((slide) => slide.id)).toEqual([old.id, replaced.id]);
  expect(findSlide(db, 'smear-1').id).toBe(replaced.id);
});

test('a scanned slide that cannot be read any more is still that slide', () => {
  const db = openTempDatabase();
  const { slide } = recordScannedSlide(db);
  expect(findOrCreateSlide(db, aSlide({ sha256: undefined, sizeBytes: undefined })).id).toBe(slide.id);
});

test('a slide moved after its scan keeps its id; a copy is a slide of its own', () => {
  const db = openTempDatabase();
  const folder = aTempFolder();
  const [original, copy] = [join(folder, 'smear.jpg'), join(folder, 'copy.jpg')];
  writeFileSync(original, 'pixels');
  const sha256 = sha256Of('pixels');
  const { slide } = recordScannedSlide(db, [], { path: original, sha256 });
  expect(findOrCreateSlide(db, aSlide({ path: copy, sha256 })).id).not.toBe(slide.id);

  const { slide: gone } = recordScannedSlide(db, [], { path: '/gone/smear-9.jpg' });
  const moved = findOrCreateSlide(db, aSlide({ path: '/new/smear-9.jpg', sha256: gone.sha256 }));
  expect(moved).toMatchObject({ id: gone.id, path: '/new/smear-9.jpg', state: 'scanned' });
  expect(listAudit(db).at(-1)).toMatchObject({ action: 'slide-moved', subject: gone.id });
});

test('a slide is found by id, path, name, name without ending, and the beginning of either', () => {
  const db = openTempDatabase();
  const slides = ['/a/smear-1.jpg', '/a/smear-10.jpg', '/b/smear-10.jpg'].map((path) =>
    findOrCreateSlide(db, aSlide({ path })),
  );
  const [one, ten] = slides;
  if (one === undefined || ten === undefined) throw new Error('no slides');
  for (const wanted of [one.id, '/a/smear-1.jpg', '/b/../a/smear-1.jpg', 'smear-1.jpg', 'smear-1'])
    expect(findSlide(db, wanted).id).toBe(one.id);
  expect(findSlide(db, '/a/smear-10.jpg').id).toBe(ten.id);
  const several = labErrorOf(() => findSlide(db, 'smear-10'));
  expect(several.code).toBe('argument-invalid');
  expect(several.message).toContain('/b/smear-10.jpg');
  for (const wanted of ['smear-2', '', '%', "' OR 1=1 --"])
    expect(codeOf(() => findSlide(db, wanted))).toBe('slide-unknown');
});

test('a failure of an unknown slide is refused', () => {
  const db = openTempDatabase();
  const failure = { code: 'slide-unreadable', message: 'No.' };
  expect(codeOf(() => recordSlideFailure(db, 'nobody' as SlideId, failure))).toBe('slide-unknown');
});
