import { execFile, fork } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { createStationClient, type StationClientSettings } from '../../main/station/stationClient.ts';
import { damageStoredTile, writePyramid } from '../unit/slides/aPyramid.ts';
import { aFolder, anImageEntry } from '../unit/slides/slideFolder.ts';

const tile = { level: 10, column: 1, row: 1, tilePx: 128, overlapPx: 0, quality: 85 };
const stationProgram = fileURLToPath(new URL('../../main/station/stationProcess.ts', import.meta.url));

const execFileAsync = promisify(execFile);

function aStation(settings: StationClientSettings = {}) {
  const station = createStationClient(settings);
  onTestFinished(() => station.dispose());
  return station;
}

test('a slide is shown through the station: descriptor, tiles, thumbnail', async () => {
  const station = aStation();
  const { handle, descriptor } = await station.openSlide(await writePyramid(await aFolder(), 'smear.tif'));
  expect(descriptor).toMatchObject({ tilePx: 128, widthPx: 600, heightPx: 500, levelCount: 11 });
  const first = await station.readTile(handle, tile);
  if (first.kind !== 'picture') throw new Error('no picture');
  const { data, info } = await sharp(first.jpeg).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([128, 128]);
  // red and green of the pyramid at 128 + 64, a quarter of it
  expect(Math.abs((data[(64 * 128 + 64) * 3] ?? 0) - 48)).toBeLessThan(4);
  expect(await station.readTile(handle, tile, { ifNoneMatch: first.etag })).toEqual({
    kind: 'not-modified',
    etag: first.etag,
  });
  const thumbnail = await station.readThumbnail(handle, 320);
  expect(thumbnail).toMatchObject({ kind: 'picture', isDamaged: false });
  await station.closeSlide(handle);
  await expect(station.readTile(handle, tile)).rejects.toMatchObject({ code: 'slide-unknown' });
});

test('failures cross with their code and message, and the station goes on', async () => {
  const station = aStation();
  const folder = await aFolder({ 'bad.tif': 'II*\0 nothing more' });
  const bad = station.openSlide(anImageEntry(folder, 'bad.tif'));
  await expect(bad).rejects.toMatchObject({ name: 'LabError', code: 'slide-unreadable' });
  const { handle } = await station.openSlide(await writePyramid(folder, 'smear.tif'));
  await expect(station.readTile(handle, { ...tile, column: 99 })).rejects.toMatchObject({
    code: 'argument-invalid',
    message: expect.stringContaining('The column of a tile is a whole number from 0 to 4'),
  });
  await expect(station.readAssociatedImage(handle, 'label')).rejects.toMatchObject({
    code: 'argument-invalid',
  });
  expect((await station.readTile(handle, tile)).kind).toBe('picture');
});

test('a damaged tile is told apart from a whole one', async () => {
  const station = aStation();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  await damageStoredTile(entry, 6);
  const { handle } = await station.openSlide(entry);
  expect(await station.readTile(handle, tile)).toMatchObject({ isDamaged: true });
  expect(await station.readTile(handle, { ...tile, column: 2 })).toMatchObject({ isDamaged: false });
});

test('a call that is given up is answered as cancelled', async () => {
  const station = aStation();
  const { handle } = await station.openSlide(await writePyramid(await aFolder(), 'smear.tif'));
  const controller = new AbortController();
  const read = station.readTile(handle, tile, { signal: controller.signal });
  controller.abort();
  await expect(read).rejects.toMatchObject({ code: 'cancelled' });
  const late = station.readTile(handle, tile, { signal: AbortSignal.abort() });
  await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  expect((await station.readTile(handle, tile)).kind).toBe('picture');
});

test('tiles are kept on disk over a restart of the station', async () => {
  const disk = { folder: await aFolder(), mostBytes: 2 ** 20 };
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const first = aStation({ disk });
  const before = await first.readTile((await first.openSlide(entry)).handle, tile);
  await first.dispose();
  expect(
    (await readdir(disk.folder, { recursive: true })).filter((name) => name.endsWith('.tile')),
  ).toHaveLength(1);
  const second = aStation({ disk });
  expect(await second.readTile((await second.openSlide(entry)).handle, tile)).toEqual(before);
});

test('a station that dies rejects what was asked of it, and the next call starts another', async () => {
  const station = aStation();
  const entry = await writePyramid(await aFolder(), 'smear.tif');
  const { handle } = await station.openSlide(entry);
  const { pid } = station;
  if (pid === undefined) throw new Error('not started');
  const asked = station.readTile(handle, tile);
  process.kill(pid, 'SIGKILL');
  await expect(asked).rejects.toMatchObject({ code: 'station-lost' });
  await expect(station.readTile(handle, tile)).rejects.toMatchObject({ code: 'slide-unknown' });
  expect(station.pid).not.toBe(pid);
  const again = await station.openSlide(entry);
  expect((await station.readTile(again.handle, tile)).kind).toBe('picture');
});

test('a message that is no call is refused loudly and harms nothing', async () => {
  const station = fork(stationProgram, ['{}'], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  onTestFinished(() => void station.kill('SIGKILL'));
  let words = '';
  station.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const replyTo = (message: object) =>
    new Promise<unknown>((resolve) => {
      station.once('message', resolve);
      station.send(message);
    });
  const unknownCall = { kind: 'call', callId: 7, request: { call: 'formatDisk' } };
  expect(await replyTo(unknownCall)).toMatchObject({ callId: 7, ok: false, code: 'argument-invalid' });
  station.send({ hello: 'there' });
  const openNothing = { call: 'openSlide', entry: { name: 'a', path: '/gone/a.tif', kind: 'image-file' } };
  expect(await replyTo({ kind: 'call', callId: 8, request: openNothing })).toMatchObject({
    callId: 8,
    ok: false,
    code: 'file-missing',
  });
  expect(words.match(/^station: refused a message that is no call: /gm)).toHaveLength(2);
});

test('the station leaves when its channel closes, with its readers', async () => {
  const station = fork(stationProgram, ['{}'], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] });
  const { path, name, kind } = await writePyramid(await aFolder(), 'smear.tif');
  await new Promise((resolve) => {
    station.once('message', resolve);
    const request = { call: 'openSlide', entry: { path, name, kind } };
    station.send({ kind: 'call', callId: 1, request });
  });
  const code = await new Promise((resolve) => {
    station.once('exit', resolve);
    station.disconnect();
  });
  expect(code).toBe(0);
});

test('a slide whose file is gone is missing, not a crash', async () => {
  const station = aStation();
  const folder = await aFolder();
  const entry = await writePyramid(folder, 'smear.tif');
  await rm(join(folder, 'smear.tif'));
  await expect(station.openSlide(entry)).rejects.toMatchObject({ code: 'file-missing' });
});

test('the client of the station loads nothing that Electron could not hold', async () => {
  const client = new URL('../../main/station/stationClient.ts', import.meta.url).href;
  const script = `await import('${client}'); console.log(process.report.getReport().sharedObjects.join('\\n'))`;
  const { stdout: loaded } = await execFileAsync(process.execPath, ['--input-type=module', '-e', script]);
  expect(loaded).toContain('libc');
  expect(loaded).not.toMatch(/sharp|vips|koffi|openslide|tensorflow|better_sqlite3/);
});
