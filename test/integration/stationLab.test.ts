import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAuditChain } from '../../main/database/audit.ts';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { openDatabase } from '../../main/database/open.ts';
import { cellIdAt, verdictAt } from '../../main/domain/cellTable.ts';
import type { CellId } from '../../main/domain/ids.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { verdicts } from '../../main/domain/verdict.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { cellUrl, thumbnailUrl, tileUrl } from '../../preload/contract/pictureUrls.ts';
import { type StationCallName, stationCalls } from '../../preload/contract.ts';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { randomLabCall } from '../helpers/randomLabCall.ts';

const person = { name: 'A. Reader', role: 'technologist' } as const;
const callCount = 2000;
const execFileAsync = promisify(execFile);

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce();
});
afterAll(() => material.dispose());

async function aScannedSlide(station: LabStation, fieldCount = 3) {
  const folder = await aSmearFolder(material.fields, { 'smear-1': fieldCount });
  await station.lab.updateSettings({ person });
  const { addedIds } = await station.addSlides([folder]);
  await station.whenScanned();
  const [slideId] = addedIds;
  if (slideId === undefined) throw new Error('No slide was added');
  return { folder, slideId, cells: await station.lab.readCells({ slideId }) };
}

async function childrenOf(pid: number | undefined) {
  const { stdout } = await execFileAsync('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, child, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid ? [{ pid: Number(child), command: command ?? '' }] : [];
  });
}

function expectSoundDatabase(path: string): void {
  const db = openDatabase(path);
  try {
    expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
    expect(verifyAuditChain(db).isIntact).toBe(true);
  } finally {
    db.close();
  }
}

test('slides that a person chose are scanned, shown, labelled, and the label taken back', async () => {
  const station = await aLabStation();
  const { lab, client, events } = station;
  const { folder, slideId, cells } = await aScannedSlide(station);
  expect(cells.count).toBeGreaterThan(0);
  const [row] = await lab.readWorklistRows({ slideIds: [slideId] });
  expect(row).toMatchObject({ name: 'smear-1', state: 'scanned', scan: { cellCount: cells.count } });
  const opened = await lab.openSlide({ slideId });
  expect(opened.redCellDiameterPx).toBeGreaterThan(30);
  const cellId = cellIdAt(cells, 0);
  const picture = async (url: string) => {
    const served = await client.readPicture(url.split('?')[0] ?? '');
    if (served.kind !== 'picture') throw new Error('no picture');
    const { width, height } = await sharp(served.bytes).metadata();
    return { etag: served.etag, size: [width, height] };
  };
  const crop = cellUrl(slideId, cellId, { edgePx: 60, outPx: 112 });
  const { etag, size } = await picture(crop);
  expect(size).toEqual([112, 112]);
  expect(await client.readPicture(crop, { ifNoneMatch: etag })).toEqual({ kind: 'not-modified', etag });
  expect((await picture(thumbnailUrl(slideId, 256))).size[0]).toBeLessThanOrEqual(256);
  const tile = { level: opened.levelCount - 1, column: 0, row: 0 };
  expect((await picture(tileUrl(slideId, opened.version, tile))).size[0]).toBeGreaterThan(100);

  const labelled = await lab.labelCells({ slideId, cellIds: [cellId], verdict: 'pro-b' });
  expect(labelled).toMatchObject({
    action: { kind: 'label', person: person.name },
    history: { undoCount: 1 },
  });
  expect(verdictAt(await lab.readCells({ slideId }), 0)).toBe('pro-b');
  expect(await lab.nextCells({ slideId, count: 1000 })).not.toContain(cellId);
  await lab.undo({ slideId });
  expect(verdictAt(await lab.readCells({ slideId }), 0)).toBeUndefined();
  const next = await lab.nextCells({ slideId, count: 1000 });
  expect(next.toSorted()).toEqual([...cells.ids].map(String).toSorted());
  expect(new Set(events.map(({ name }) => name))).toEqual(
    new Set(['settings-changed', 'worklist-changed', 'queue-changed', 'cells-changed']),
  );
  expect(await station.addSlides([folder])).toMatchObject({ addedIds: [], knownCount: 1 });
  expect(await client.isBusy()).toBe(false);
});

test('addresses of no picture are refused, each with a reason', async () => {
  const station = await aLabStation();
  const { slideId, cells } = await aScannedSlide(station, 1);
  const nobody = '00000000-0000-7000-8000-000000000000';
  const cell = `/lab/cell/${slideId}/${cellIdAt(cells, 0)}`;
  const strange = [
    ...['', '/', '/lab', '/lab/', '/etc/passwd', '/lab/../../etc/passwd', `/lab/tile/${slideId}`],
    ...[`/lab/tile/${slideId}/99/0/0`, `/lab/tile/${slideId}/0/5/5`, `/lab/tile/${slideId}/-1/0/0`],
    ...[`/lab/thumbnail/${slideId}/0`, `/lab/thumbnail/${slideId}/999999`, `/lab/thumbnail/${nobody}/256`],
    ...[`/lab/associated/${slideId}/..%2F..%2Fpasswd`, `/lab/associated/${slideId}/%E0%A4%A`],
    ...[`${cell}/0/112`, `${cell}/60/99999`, `/lab/cell/${slideId}/999999999/60/112`],
    ...[`/lab/report/${nobody}`, `/lab/report-preview/${nobody}`],
  ];
  for (const path of strange)
    await expect(station.client.readPicture(path), path).rejects.toMatchObject({ name: 'LabError' });
  expect((await station.client.readPicture(`${cell}/60/112`)).kind).toBe('picture');
});

test('a slide that cannot be read stops no other, and says why', async () => {
  const station = await aLabStation();
  const folder = await aSmearFolder(material.fields, { 'smear-1': 1, 'smear-3': 1 });
  await writeFile(join(folder, 'smear-2.tif'), 'II*\0 and nothing more');
  const { addedIds } = await station.addSlides([folder]);
  expect(addedIds).toHaveLength(3);
  await station.whenScanned();
  const { rows } = await station.lab.listWorklist({});
  expect(rows.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
    'smear-1 scanned',
    'smear-2.tif failed',
    'smear-3 scanned',
  ]);
  const failed = rows.find(({ state }) => state === 'failed');
  expect(failed?.failure).toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('smear-2.tif'),
  });
  await expect(station.lab.openSlide({ slideId: failed?.slideId ?? ('' as SlideId) })).rejects.toMatchObject({
    code: 'slide-unreadable',
  });
});

test('a slide that was changed after its scan is not shown as what was scanned', async () => {
  const station = await aLabStation();
  const { folder, slideId, cells } = await aScannedSlide(station, 1);
  const field = await sharp(material.fields[4]).jpeg({ quality: 70 }).toBuffer();
  const url = cellUrl(slideId, cellIdAt(cells, 0), { edgePx: 60, outPx: 112 });
  await writeFile(join(folder, 'smear-1', 'field-1.jpg'), field);
  await expect(station.lab.openSlide({ slideId })).rejects.toMatchObject({ code: 'slide-changed' });
  await expect(station.client.readPicture(url)).rejects.toMatchObject({ code: 'slide-changed' });
});

test('a station that is killed while it scans and labels loses nothing that it said was done', async () => {
  const station = await aLabStation();
  const { lab, client } = station;
  const { slideId, cells } = await aScannedSlide(station);
  const more = await aSmearFolder(material.fields, { 'smear-2': 4, 'smear-3': 4, 'smear-4': 4 });
  const states: string[] = [];
  client.onStateChange((state) => states.push(state));
  const random = createRandom(11);
  const said = new Map<CellId, string>();
  await station.addSlides([more]);
  for (let round = 0; round < 3; round += 1) {
    const { pid } = client;
    if (pid === undefined) throw new Error('The station does not run');
    setTimeout(() => process.kill(pid, 'SIGKILL'), 150 + random() * 400);
    for (;;) {
      const cellId = cellIdAt(cells, Math.floor(random() * cells.count));
      const verdict = verdicts[Math.floor(random() * verdicts.length)] ?? 'benign';
      try {
        await lab.labelCells({ slideId, cellIds: [cellId], verdict });
        said.set(cellId, verdict);
      } catch (error) {
        expect(error).toMatchObject({ code: 'station-lost' });
        said.delete(cellId); // may or may not be on disk: it was not answered
        break;
      }
    }
    // by itself, without a call
    while (client.state !== 'running') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(client.pid).not.toBe(pid);
  }
  expect(states).toEqual(Array.from({ length: 3 }, () => ['lost', 'starting', 'running']).flat());
  await station.whenScanned();
  const { rows } = await lab.listWorklist({});
  expect(rows.map(({ state }) => state)).toEqual(['scanned', 'scanned', 'scanned', 'scanned']);
  const after = await lab.readCells({ slideId });
  const stored = new Map(
    Array.from({ length: after.count }, (_, at) => [cellIdAt(after, at), verdictAt(after, at)]),
  );
  expect(said.size).toBeGreaterThan(3);
  for (const [cellId, verdict] of said) expect(stored.get(cellId)).toBe(verdict);
  await client.dispose();
  expectSoundDatabase(station.databasePath);
});

test('a station that is closed while it scans leaves in peace, and the next one goes on', async () => {
  const folder = await aScratchFolder();
  const first = await aLabStation(folder);
  const slides = await aSmearFolder(material.fields, { 'smear-1': 12, 'smear-2': 2 });
  await first.addSlides([slides]);
  while (!(await first.client.isBusy())) await new Promise((resolve) => setTimeout(resolve, 10));
  await first.client.dispose();
  const db = openDatabase(join(folder, 'lab.db'));
  const open = db.prepare("SELECT state FROM scan_jobs WHERE state IN ('waiting', 'running')").pluck().all();
  db.close();
  expect(open).toContain('waiting');
  expect(open).not.toContain('running');
  const second = await aLabStation(folder);
  await second.whenScanned();
  const { rows } = await second.lab.listWorklist({});
  expect(rows.map(({ state }) => state)).toEqual(['scanned', 'scanned']);
});

test.skipIf(process.platform === 'win32')(
  'a compute process that dies over a slide is started again, and the slide is scanned',
  async () => {
    const station = await aLabStation();
    const slides = await aSmearFolder(material.fields, { 'smear-1': 12 });
    await station.addSlides([slides]);
    while ((await station.lab.listWorklist({})).queue.current?.done !== 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    const compute = (await childrenOf(station.client.pid)).find(({ command }) =>
      command.includes('computeProcess'),
    );
    if (compute === undefined) throw new Error('No compute process runs');
    process.kill(compute.pid, 'SIGKILL');
    await station.whenScanned();
    const { rows } = await station.lab.listWorklist({});
    expect(rows).toMatchObject([{ name: 'smear-1', state: 'scanned', scan: { failedFieldCount: 0 } }]);
  },
);

test('a lab of a newer program is not opened, and the reason is told', async () => {
  const folder = await aScratchFolder();
  const db = openDatabase(join(folder, 'lab.db'));
  db.pragma('user_version = 999990');
  db.close();
  await expect(aLabStation(folder)).rejects.toMatchObject({ code: 'database-newer-than-program' });
});

test(`${callCount} random calls are answered or refused, and harm nothing`, async () => {
  const station = await aLabStation();
  const { slideId, cells } = await aScannedSlide(station);
  const cellIds = Array.from({ length: cells.count }, (_, at) => cellIdAt(cells, at));
  const random = createRandom(5);
  const { pid } = station.client;
  const outcomes = { answered: 0, refused: 0 };
  const bugs: unknown[] = [];
  let madeCount = 0;
  while (madeCount < callCount) {
    const calls = Array.from({ length: 100 }, () => randomLabCall(random, { slideIds: [slideId], cellIds }));
    madeCount += calls.length;
    await Promise.all(
      calls.map(async ({ name, args }) => {
        try {
          await station.client.callLab(name as StationCallName, args);
          outcomes.answered += 1;
        } catch (error) {
          outcomes.refused += 1;
          const isRefusal = error instanceof Error && error.name === 'LabError';
          if (!isRefusal) bugs.push({ name, args, error });
          else if (!Object.hasOwn(stationCalls, name))
            expect(error).toMatchObject({ code: 'argument-invalid' });
        }
      }),
    );
  }
  expect(bugs.slice(0, 3)).toEqual([]);
  expect(outcomes.answered).toBeGreaterThan(callCount / 20);
  expect(outcomes.refused).toBeGreaterThan(callCount / 4);
  expect(station.client.pid).toBe(pid);
  const { rows } = await station.lab.listWorklist({});
  expect(rows.find((row) => row.slideId === slideId)).toMatchObject({ name: 'smear-1', state: 'scanned' });
  await station.client.dispose();
  expectSoundDatabase(station.databasePath);
});
