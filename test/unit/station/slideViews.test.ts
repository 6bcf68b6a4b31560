import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCells } from '../../../main/database/cells.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { registerModel } from '../../../main/database/models.ts';
import type { Db } from '../../../main/database/open.ts';
import { recordScan } from '../../../main/database/recordScan.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import type { SlideEntry, SlideId } from '../../../main/domain/slide.ts';
import { hashSlide } from '../../../main/slides/hashSlide.ts';
import { createSlideViews } from '../../../main/station/slideViews.ts';
import { aCell, aField, aModelCard, aScan } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';
import { writePyramid } from '../slides/aPyramid.ts';
import { aTileService } from '../slides/aTileService.ts';
import { aColour, aFolder, anImageEntry } from '../slides/slideFolder.ts';

const { signal } = new AbortController();
const tile = { kind: 'tile', level: 10, column: 1, row: 1 } as const;

function views(db: Db) {
  const { service, readers } = aTileService({ mostOpen: 2 });
  return { readers, ...createSlideViews({ db, tiles: service }) };
}

/** One cell at 300, 220. */
async function recordScanOf(db: Db, entry: SlideEntry): Promise<SlideId> {
  const { id } = findOrCreateSlide(db, { ...entry, ...(await hashSlide(entry)) });
  const cells = [aCell({ xPx: 300, yPx: 220 })];
  const fields = [aField({ widthPx: 600, heightPx: 500 })];
  recordScan(db, aScan({ slideId: id, modelId: registerModel(db, aModelCard()).id, cells, fields }));
  return id;
}

test('a scanned slide is opened with what scan and file say of it', async () => {
  const db = openTempDatabase();
  const slideId = await recordScanOf(db, await writePyramid(await aFolder(), 'smear.tif'));
  expect(await views(db).openForView(slideId, signal)).toMatchObject({
    row: { slideId, state: 'scanned' },
    ...{ widthPx: 600, heightPx: 500, tilePx: 128, levelCount: 11 },
    redCellDiameterPx: 72.5,
    pixelSize: { origin: 'estimated' },
  });
});

test('a slide that waits for its scan is shown too, without a scale that nobody knows', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  await aColour([1, 2, 3], 64, 48).png().toFile(join(folder, 'smear.png'));
  const entry = anImageEntry(folder, 'smear.png');
  const { id } = findOrCreateSlide(db, { ...entry, sha256: undefined, sizeBytes: undefined });
  expect(await views(db).openForView(id, signal)).toMatchObject({
    row: { state: 'new', scan: undefined },
    ...{ widthPx: 64, heightPx: 48, pixelSize: undefined, redCellDiameterPx: undefined },
  });
});

test('tiles, thumbnail and cells of a slide are pictures with tags', async () => {
  const db = openTempDatabase();
  const slideId = await recordScanOf(db, await writePyramid(await aFolder(), 'smear.tif'));
  const [cell] = listCells(db, slideId);
  const { readPicture } = views(db);
  const size = { edgePx: 80, outPx: 64 };
  for (const request of [
    { ...tile, slideId },
    { kind: 'thumbnail', slideId, maxPx: 256 },
    { kind: 'cell', slideId, cellId: cell?.id ?? ('' as CellId), ...size },
  ] as const) {
    const picture = await readPicture(request, {});
    expect(picture.kind).toBe('picture');
    const again = await readPicture(request, { ifNoneMatch: picture.etag });
    expect(again).toEqual({ kind: 'not-modified', etag: picture.etag });
  }
  const nobody = { kind: 'cell', slideId, cellId: '999' as CellId, ...size } as const;
  await expect(readPicture(nobody, {})).rejects.toMatchObject({ code: 'argument-invalid' });
  const label = { kind: 'associated', slideId, name: 'label' } as const;
  await expect(readPicture(label, {})).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('a cell of another slide is not shown as one of this', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  const first = await recordScanOf(db, await writePyramid(folder, 'a.tif'));
  await aColour([1, 2, 3], 600, 500).png().toFile(join(folder, 'b.png'));
  const second = await recordScanOf(db, anImageEntry(folder, 'b.png'));
  const [cell] = listCells(db, first);
  const request = {
    kind: 'cell',
    slideId: second,
    cellId: cell?.id ?? ('' as CellId),
    edgePx: 80,
    outPx: 64,
  } as const;
  await expect(views(db).readPicture(request, {})).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('a slide whose file was only touched is shown, one with other content is not', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif');
  const slideId = await recordScanOf(db, entry);
  await views(db).openForView(slideId, signal);
  await utimes(entry.path, new Date(), new Date(2026, 1, 1));
  expect((await views(db).readPicture({ ...tile, slideId }, {})).kind).toBe('picture');
  await writeFile(entry.path, await aColour([1, 2, 3], 600, 500).tiff().toBuffer());
  const { openForView, readPicture } = views(db);
  await expect(openForView(slideId, signal)).rejects.toMatchObject({ code: 'slide-changed' });
  await expect(readPicture({ ...tile, slideId }, {})).rejects.toMatchObject({ code: 'slide-changed' });
});

test('many slides are looked at in turn, and the first ones are opened again', async () => {
  const db = openTempDatabase();
  const folder = await aFolder();
  const ids: SlideId[] = [];
  for (let at = 0; at < 20; at += 1) {
    await aColour([at, 100, 200], 600 + at, 500)
      .png()
      .toFile(join(folder, `${at}.png`));
    ids.push(await recordScanOf(db, anImageEntry(folder, `${at}.png`)));
  }
  const { readPicture, readers } = views(db);
  const thumbnails = () =>
    Promise.all(ids.map((slideId) => readPicture({ kind: 'thumbnail', slideId, maxPx: 64 }, {})));
  const first = await thumbnails();
  expect(new Set(first.map(({ etag }) => etag)).size).toBe(20);
  expect(await thumbnails()).toEqual(first);
  expect(readers.opened.length - readers.disposed.length).toBeLessThanOrEqual(2);
});

test('thumbnails of a worklist come from before, without opening a slide, while its file is the same', async () => {
  const db = openTempDatabase();
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const slideId = await recordScanOf(db, entry);
  const thumbnail = { kind: 'thumbnail', slideId, maxPx: 256 } as const;
  const before = aTileService({ disk });
  const first = await createSlideViews({ db, tiles: before.service }).readPicture(thumbnail, {});
  await before.service.dispose();
  const after = aTileService({ disk });
  const { readPicture } = createSlideViews({ db, tiles: after.service });
  expect(await readPicture(thumbnail, {})).toEqual(first);
  expect((await readPicture(thumbnail, { ifNoneMatch: first.etag })).kind).toBe('not-modified');
  expect(after.readers.opened).toEqual([]);
  await writeFile(entry.path, await aColour([1, 2, 3], 600, 500).tiff().toBuffer());
  await expect(readPicture(thumbnail, {})).rejects.toMatchObject({ code: 'slide-changed' });
});

test('a slide that is not there is unknown, one whose file is gone is missing', async () => {
  const db = openTempDatabase();
  const { openForView } = views(db);
  await expect(openForView('nobody' as SlideId, signal)).rejects.toMatchObject({ code: 'slide-unknown' });
  const gone = anImageEntry('/nowhere', 'gone.jpg');
  const { id } = findOrCreateSlide(db, { ...gone, sha256: undefined, sizeBytes: undefined });
  await expect(openForView(id, signal)).rejects.toMatchObject({ code: 'file-missing' });
});
