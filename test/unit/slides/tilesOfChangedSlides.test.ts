import { readdir, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LabError } from '../../../main/domain/labError.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { damageStoredTile, writePyramid } from './aPyramid.ts';
import { aTileService, jpegOf, middleTile } from './aTileService.ts';
import { aFolder } from './slideFolder.ts';

/** A file's time of change is exact to a few ms, and the service looks once a second. */
async function untilLookedAgain(): Promise<void> {
  await pause(1050);
}

test('a slide that changed on disk is refused until it is opened anew, and then shows what it is now', async () => {
  const { service, readers } = aTileService();
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif', 20);
  const { handle } = await service.open(entry);
  const before = await service.readTile(handle, middleTile);
  await writePyramid(folder, 'smear.tif', 200);
  await untilLookedAgain();
  for (const options of [{}, { ifNoneMatch: before.etag }])
    await expect(service.readTile(handle, middleTile, options)).rejects.toMatchObject({
      code: 'slide-changed',
      message: expect.stringContaining('has changed on disk since it was opened'),
    });
  expect(readers.disposed).toEqual([entry.path]);
  const again = await service.open(entry);
  const after = await service.readTile(again.handle, middleTile, { ifNoneMatch: before.etag });
  const blue = (await sharp(jpegOf(after)).stats()).channels[2]?.mean;
  expect(blue).toBeGreaterThan(190);
  await expect(service.readTile(handle, middleTile)).rejects.toMatchObject({ code: 'slide-changed' });
});

test('a slide that changed since it was scanned does not open', async () => {
  const { service } = aTileService();
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif');
  const { fingerprint } = await service.open(entry);
  await service.open(entry, { fingerprint });
  await writePyramid(folder, 'smear.tif', 5);
  await expect(service.open(entry, { fingerprint })).rejects.toMatchObject({
    code: 'slide-changed',
    message: expect.stringContaining('since it was scanned'),
  });
});

test('a reading that fails because the file was cut off says that the slide has changed', async () => {
  const { service, readers } = aTileService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { handle } = await service.open(entry);
  await writeFile(entry.path, 'short');
  readers.failWith(new LabError('slide-unreadable', 'Cannot read smear.tif: it ends too early.'));
  await expect(service.readTile(handle, middleTile)).rejects.toMatchObject({ code: 'slide-changed' });
});

test('tiles in memory are shown while the disk of their slide is gone', async () => {
  const { service } = aTileService();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { handle } = await service.open(entry);
  await service.readTile(handle, middleTile);
  await rm(entry.path);
  await untilLookedAgain();
  expect((await service.readTile(handle, middleTile)).kind).toBe('picture');
});

test('tiles on disk last over a restart', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const first = aTileService({ disk });
  const { handle } = await first.service.open(entry);
  const before = await first.service.readTile(handle, middleTile);
  await first.service.dispose();
  const second = aTileService({ disk });
  const opened = await second.service.open(entry);
  expect(jpegOf(await second.service.readTile(opened.handle, middleTile))).toEqual(jpegOf(before));
  expect(second.readers.renderCount).toBe(0);
});

test('what is rendered while a slide changes never reaches the disk', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif');
  const { service } = aTileService({ disk });
  const { handle } = await service.open(entry);
  await writePyramid(folder, 'smear.tif', 5);
  await service.readTile(handle, middleTile); // within the second in which no one looks
  await service.dispose();
  expect(await readdir(disk.folder)).toEqual([]);
});

test('a damaged tile is marked, kept in memory, and not on disk', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  await damageStoredTile(entry, 6); // column 1, row 1 of 5 x 4
  const { service, readers } = aTileService({ disk });
  const { handle } = await service.open(entry);
  const damaged = await service.readTile(handle, middleTile);
  expect(damaged).toMatchObject({ kind: 'picture', isDamaged: true });
  expect(await service.readTile(handle, middleTile)).toEqual(damaged);
  expect(await service.readTile(handle, { ...middleTile, column: 2 })).toMatchObject({ isDamaged: false });
  expect(readers.renderCount).toBe(2);
  await service.dispose();
  const left = (await readdir(disk.folder, { recursive: true })).filter((name) => name.endsWith('.tile'));
  expect(left).toHaveLength(1);
});
