import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labelCells } from '../../main/database/labelCells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { cellIdAt } from '../../main/domain/cellTable.ts';
import type { GrantId } from '../../preload/contract/defineCall.ts';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { runLab } from '../helpers/runLab.ts';

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce();
});
afterAll(() => material.dispose());

const grant = 'grant-00000000-0000-4000-8000-000000000000' as GrantId;

const watchFolder = (station: LabStation, path: string) =>
  station.client.callLab('watchFolder', { grants: [grant], isPolled: true }, { grants: { [grant]: path } });

async function statesOf(station: LabStation): Promise<readonly string[]> {
  const { rows } = await station.lab.listWorklist({});
  return rows.map(({ name, state }) => `${name} ${state}`).toSorted();
}

test('a station takes slides from the folders it watches, also after a restart, and says when one is away', async () => {
  const data = await aScratchFolder();
  const incoming = join(await aScratchFolder(), 'incoming');
  const one = join(incoming, 'one.jpg');
  await mkdir(incoming);
  const first = await aLabStation(data);
  await first.lab.updateSettings({ person: { name: 'T', role: 'technologist' }, stableSeconds: 1 });
  await expect(watchFolder(first, material.fields[0] ?? '')).rejects.toMatchObject({
    code: 'argument-invalid',
  });
  await watchFolder(first, incoming);
  await expect(watchFolder(first, incoming)).rejects.toThrow('is watched already');
  await cp(material.fields[0] ?? '', one);
  await expect.poll(() => statesOf(first), { timeout: 60_000 }).toEqual(['one.jpg scanned']);
  await first.client.dispose();

  const second = await aLabStation(data);
  const away = `${incoming}-away`;
  await rename(incoming, away);
  const problemOf = async () => (await second.lab.listWatchedFolders({}))[0]?.problem;
  await expect.poll(problemOf, { timeout: 20_000 }).toContain('incoming');
  expect(second.events.some(({ name }) => name === 'folders-changed')).toBe(true);
  await rename(away, incoming);
  await cp(material.fields[1] ?? '', join(incoming, 'two.jpg'));
  await expect
    .poll(() => statesOf(second), { timeout: 60_000 })
    .toEqual(['one.jpg scanned', 'two.jpg scanned']);
  expect(await problemOf()).toBeUndefined();

  const since = new Date(Date.now() - 3_600_000).toISOString();
  expect(await second.lab.readBatchSummary({ since })).toMatchObject({ doneCount: 2, failedCount: 0 });
  const [folder] = await second.lab.listWatchedFolders({});
  expect(await second.lab.unwatchFolder({ id: folder?.id ?? '' })).toEqual([]);
  await rm(one);
  await cp(material.fields[2] ?? '', join(incoming, 'three.jpg'));
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(await statesOf(second)).toEqual(['one.jpg scanned', 'two.jpg scanned']);
});

test('what another program scans and labels reaches the window', async () => {
  const station = await aLabStation();
  const slides = await aSmearFolder(material.fields, { smear: 1 });
  await station.lab.setQueuePaused({ isPaused: true });
  const added = await runLab(['batch', 'add', slides, '--db', station.databasePath]);
  expect(added.code, added.stderr).toBe(0);
  await expect
    .poll(() => station.events.filter(({ name }) => name === 'worklist-changed').length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  expect(await statesOf(station)).toEqual(['smear waiting']);
  await station.lab.setQueuePaused({ isPaused: false });
  await station.whenScanned();

  const [row] = (await station.lab.listWorklist({})).rows;
  if (row === undefined) throw new Error('There is no slide');
  const { slideId } = row;
  const table = await station.lab.readCells({ slideId });
  const other = openDatabase(station.databasePath);
  labelCells(other, { slideId, cellIds: [cellIdAt(table, 0)], verdict: 'pro-b', person: 'Eve' });
  other.close();
  await expect
    .poll(
      () =>
        station.events.flatMap(({ name, event }) => (name === 'cells-outdated' ? event.cells : [])).at(-1),
      { timeout: 20_000 },
    )
    .toMatchObject({ slideId, scanId: table.scanId });
});
