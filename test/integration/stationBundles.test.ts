import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createComputeClient } from '../../main/compute/computeClient.ts';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { writeModelVectors } from '../../main/workflows/writeModelVectors.ts';
import type { GrantId } from '../../preload/contract/defineCall.ts';
import type { LabCallName, StationApi } from '../../preload/contract.ts';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { aScratchFolder } from '../helpers/aSmearFolder.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';

const tiny = 'tiny-0.0.1';
const grant = 'grant-00000000-0000-4000-8000-000000000000' as GrantId;

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce(8);
});
afterAll(() => material.dispose());

async function aStation(hasModel: boolean) {
  const data = await aScratchFolder();
  if (hasModel) await writeTinyModel(join(data, 'models', tiny));
  const station = await aLabStation(data);
  await station.lab.updateSettings({ person: { name: 'B. Steward', role: 'model-steward' } });
  return { ...station, data };
}

/** A call as of a window in which a person chose this path. */
function askWith<Name extends LabCallName & keyof StationApi>(
  { client }: LabStation,
  name: Name,
  path: string,
  args: object = {},
): ReturnType<StationApi[Name]> {
  const full = { ...args, requestId: randomUUID(), grants: [grant] };
  return client.callLab(name, full, { grants: { [grant]: path } }) as ReturnType<StationApi[Name]>;
}

test('a model goes from one station to another by a file that a person chose, with progress', async () => {
  const [from, to] = [await aStation(true), await aStation(false)];
  const file = join(from.data, 'mine.zip');
  expect(await askWith(from, 'exportModel', file, { fullName: tiny })).toMatchObject({ fullName: tiny });
  expect(from.events).toContainEqual({
    name: 'work-progress',
    event: expect.objectContaining({ done: 1, total: 2, detail: 'mine.zip' }),
  });
  expect(await askWith(to, 'importModel', file)).toEqual({ fullName: tiny, isNew: true });
  expect(to.events.filter(({ name }) => name === 'models-changed')).toHaveLength(1);
  const models = await to.lab.listModels({});
  expect(models.find(({ fullName }) => fullName === tiny)).toMatchObject({
    isActive: false,
    isShipped: false,
  });
  expect(await askWith(to, 'importModel', file)).toEqual({ fullName: tiny, isNew: false });

  await writeFile(join(from.data, 'broken.zip'), (await readFile(file)).subarray(0, 2000));
  await expect(askWith(to, 'importModel', join(from.data, 'broken.zip'))).rejects.toMatchObject({
    code: 'model-import-refused',
  });
  expect((await readdir(join(to.data, 'models'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('what an import left that was killed is gone after the next start', async () => {
  const data = await aScratchFolder();
  const left = join(data, 'models', '.importing-999999999-0123456789abcdef-0190');
  await mkdir(left, { recursive: true });
  await writeFile(join(left, 'weights.bin'), 'half');
  await aLabStation(data);
  expect(await readdir(join(data, 'models'))).toEqual([]);
});

test('a dataset folder is locked as the control set, and looked into', async () => {
  const station = await aStation(false);
  const { lab, data } = station;
  await lab.updateSettings({ leastControlBlasts: 3, leastControlBenign: 1 });
  const dataset = join(data, 'second-reader');
  for (const [at, name] of ['Benign', 'Early', 'Pre', 'Pro'].entries()) {
    await mkdir(join(dataset, name), { recursive: true });
    await copyFile(material.fields[at] ?? '', join(dataset, name, 'field.jpg'));
  }
  await lab.updateSettings({ leastControlBlasts: 20 });
  await expect(askWith(station, 'createControlSet', dataset)).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringContaining('17 more blast'),
  });
  await lab.updateSettings({ leastControlBlasts: 3 });
  const set = await askWith(station, 'createControlSet', dataset);
  expect(set).toMatchObject({ version: 1, origin: 'folder', source: 'second-reader', slideCount: 0 });
  expect(cellClasses.map((one) => set.counts[one])).toEqual([1, 1, 1, 1]);
  expect(station.events).toContainEqual({
    name: 'work-progress',
    event: expect.objectContaining({ done: 4, total: 4 }),
  });
  expect(await lab.readControlSet({ version: 1 })).toEqual({ set, slides: [], problem: undefined });

  const [picture = ''] = await readdir(join(data, 'control-sets', set.sha256));
  await writeFile(join(data, 'control-sets', set.sha256, picture), 'touched');
  expect(await lab.readControlSet({ version: 1 })).toMatchObject({
    problem: expect.stringContaining('is not what was locked'),
  });
  await expect(lab.readControlSet({ version: 2 })).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('a model without test vectors gets them once; others that do not hold are replaced only by force', async () => {
  const modelsFolder = await aScratchFolder();
  const folder = await writeTinyModel(join(modelsFolder, tiny));
  const compute = createComputeClient();
  const write = (mayReplace = false) =>
    writeModelVectors(compute, { wanted: tiny, modelsFolder, mayReplace });
  try {
    const path = join(folder, 'test-vectors.json');
    expect(await write()).toMatchObject({ path, isNew: true });
    const first = await readFile(path, 'utf8');
    expect(await write()).toMatchObject({ isNew: false });
    await writeFile(path, first.replace(/"benign": 0\.\d+/, '"benign": 0.987'));
    await expect(write()).rejects.toMatchObject({ code: 'output-exists' });
    expect(await write(true)).toMatchObject({ isNew: true });
    expect(await readFile(path, 'utf8')).toBe(first);
    await rm(join(folder, 'weights.bin'));
    await expect(write(true)).rejects.toMatchObject({ code: 'model-corrupt' });
  } finally {
    await compute.dispose();
  }
});
