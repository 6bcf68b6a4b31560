import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { registerModel } from '../../../main/database/models.ts';
import type { Db } from '../../../main/database/open.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import { countWaitingScans, startNextScan } from '../../../main/database/scanJobs.ts';
import { noteFingerprint } from '../../../main/database/slideFingerprints.ts';
import { listSlides, readSlide } from '../../../main/database/slides.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { hashSlide } from '../../../main/slides/hashSlide.ts';
import { fingerprintSlide } from '../../../main/slides/slideFingerprint.ts';
import { addSlides, scanAgain } from '../../../main/workflows/addSlides.ts';
import { findSlidesBelow } from '../../../main/workflows/findSlidesBelow.ts';
import { aModelCard, aScan } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';
import { aColour, aFolder, anImageEntry } from '../slides/slideFolder.ts';

const wanted = { priority: 'routine', cellGoal: undefined } as const;

async function aFieldAt(...names: readonly string[]): Promise<void> {
  const path = join(...names);
  await mkdir(join(path, '..'), { recursive: true });
  await aColour([200, 100, path.length % 256])
    .jpeg()
    .toFile(path);
}

/** As after a scan: content and files are known. */
async function recordAsScanned(db: Db, folder: string, name: string): Promise<SlideId> {
  const entry = anImageEntry(folder, name);
  const hash = await hashSlide(entry);
  const { id } = findOrCreateSlide(db, { ...entry, ...hash });
  recordScan(db, aScan({ slideId: id, modelId: registerModel(db, aModelCard()).id }));
  noteFingerprint(db, id, { sha256: hash.sha256, fingerprint: await fingerprintSlide(entry) });
  return id;
}

async function kindsBelow(path: string): Promise<readonly string[]> {
  const { entries } = await findSlidesBelow(path);
  return entries.map(({ name, kind }) => `${name} ${kind}`).toSorted();
}

test('a folder of camera images is one slide, a file is one, a folder of folders of them is many', async () => {
  const folder = await aFolder({ 'notes.txt': 'none' });
  for (const smear of ['smear-1', 'smear-2'])
    for (const field of ['a.jpg', 'b.jpg']) await aFieldAt(folder, smear, field);
  expect(await kindsBelow(folder)).toEqual(['smear-1 field-folder', 'smear-2 field-folder']);
  expect(await kindsBelow(join(folder, 'smear-1'))).toEqual(['smear-1 field-folder']);
  expect(await kindsBelow(join(folder, 'smear-1', 'a.jpg'))).toEqual(['a.jpg image-file']);
  expect((await findSlidesBelow(folder)).ignored).toEqual(['notes.txt']);
});

test('slides are found three folders deep, and no deeper', async () => {
  const folder = await aFolder();
  for (const path of [
    ['2025', 'june', 'smear-1'],
    ['2026', 'smear-2'],
    ['1', '2', '3', '4', 'smear-3'],
  ])
    for (const field of ['a.jpg', 'b.jpg']) await aFieldAt(folder, ...path, field);
  expect(await kindsBelow(folder)).toEqual(['smear-1 field-folder', 'smear-2 field-folder']);
});

test('what was chosen waits for its scan, unread', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  await aFieldAt(folder, 'smear-1', 'a.jpg');
  await writeFile(join(folder, 'broken.tif'), 'II*\0');
  const added = await addSlides(db, { paths: [folder], ...wanted });
  expect(added).toMatchObject({ knownCount: 0, ignored: [] });
  expect(listSlides(db).map(({ name, state, sha256 }) => [name, state, sha256])).toEqual(
    added.addedIds.map((slideId) => [readSlide(db, slideId).name, 'pending', undefined]),
  );
  expect(countWaitingScans(db)).toBe(2);
  await addSlides(db, { paths: [folder], ...wanted }); // an impatient person
  expect(countWaitingScans(db)).toBe(2);
  expect(listSlides(db)).toHaveLength(2);
});

test('a choice without a slide is refused, and names what was passed over', async () => {
  const db = openTempDatabase();
  const folder = await aFolder({ 'notes.txt': 'none' });
  const refused = addSlides(db, { paths: [folder], ...wanted });
  await expect(refused).rejects.toMatchObject({ code: 'folder-empty' });
  const gone = addSlides(db, { paths: [join(folder, 'gone')], ...wanted });
  await expect(gone).rejects.toMatchObject({ code: 'file-missing' });
});

test('a scanned slide is not scanned again while its file is the same, and is when it has changed', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  await aFieldAt(folder, 'smear.jpg');
  const slideId = await recordAsScanned(db, folder, 'smear.jpg');
  const request = { paths: [join(folder, 'smear.jpg')], ...wanted };
  expect(await addSlides(db, request)).toMatchObject({ addedIds: [], knownCount: 1 });
  await aColour([10, 20, 30], 32, 32).jpeg().toFile(join(folder, 'smear.jpg'));
  expect(await addSlides(db, request)).toMatchObject({ addedIds: [slideId], knownCount: 0 });
});

test('a slide that was moved to another folder is the same slide, with its scan', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  await aFieldAt(folder, 'inbox', 'smear.jpg');
  const slideId = await recordAsScanned(db, join(folder, 'inbox'), 'smear.jpg');
  await mkdir(join(folder, 'archive'));
  await rename(join(folder, 'inbox', 'smear.jpg'), join(folder, 'archive', 'smear.jpg'));
  const added = await addSlides(db, { paths: [join(folder, 'archive', 'smear.jpg')], ...wanted });
  expect([...added.addedIds, ...listSlides(db).map(({ id }) => id)]).toEqual([slideId]);
  expect(readSlide(db, slideId)).toMatchObject({
    path: join(folder, 'archive', 'smear.jpg'),
    state: 'scanned',
  });
});

test('a copy of a slide that is still there, or other content of its name, is a slide of its own', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  await aFieldAt(folder, 'inbox', 'smear.jpg');
  await recordAsScanned(db, join(folder, 'inbox'), 'smear.jpg');
  await mkdir(join(folder, 'copy'));
  await cp(join(folder, 'inbox', 'smear.jpg'), join(folder, 'copy', 'smear.jpg'));
  await addSlides(db, { paths: [join(folder, 'copy', 'smear.jpg')], ...wanted });
  expect(listSlides(db)).toHaveLength(2);
  await rm(join(folder, 'inbox', 'smear.jpg'));
  await mkdir(join(folder, 'other'));
  await aColour([1, 2, 3], 40, 40)
    .jpeg()
    .toFile(join(folder, 'other', 'smear.jpg'));
  await addSlides(db, { paths: [join(folder, 'other', 'smear.jpg')], ...wanted });
  expect(listSlides(db)).toHaveLength(3);
});

test('a slide that a person wants scanned again waits with the goal of the settings', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  await aFieldAt(folder, 'smear.jpg');
  const slideId = await recordAsScanned(db, folder, 'smear.jpg');
  scanAgain(db, [slideId], true);
  expect(startNextScan(db)).toMatchObject({ slideId, isForced: true, cellGoal: undefined });
  expect(() => scanAgain(db, ['nobody' as SlideId], false)).toThrow('There is no slide');
});
