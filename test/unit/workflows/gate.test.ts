import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EvaluateModelRequest } from '../../../main/compute/messages.ts';
import { listActivations } from '../../../main/database/activations.ts';
import { listAudit, verifyAuditChain } from '../../../main/database/audit.ts';
import { listVerdicts } from '../../../main/database/gateVerdicts.ts';
import { updateSettings } from '../../../main/database/settings.ts';
import { type CellClass, type ClassProbabilities, cellClasses } from '../../../main/domain/cellClass.ts';
import type { PersonRole } from '../../../main/domain/person.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { type ActivationOrder, activateModel } from '../../../main/workflows/activateModel.ts';
import { rollBackModel } from '../../../main/workflows/activeModel.ts';
import { createControlSet } from '../../../main/workflows/createControlSet.ts';
import { judgeModel } from '../../../main/workflows/judgeModel.ts';
import { stationFoldersIn } from '../../../main/workflows/stationFolders.ts';
import { aFakeCompute, installModel, someFigures } from '../../helpers/aReviewedLab.ts';
import { sha256Of } from '../../helpers/labRecords.ts';
import { aTempFolder, openTempDatabase } from '../../helpers/openTempDatabase.ts';
import { shipped } from '../../helpers/shippedModel.ts';

/** A dataset of tiny pictures, so many of each class, every one of another content. */
async function aDataset(perClass: number, shade = 0): Promise<string> {
  const folder = join(aTempFolder(), 'control');
  for (const [at, cellClass] of cellClasses.entries()) {
    mkdirSync(join(folder, cellClass), { recursive: true });
    for (let picture = 0; picture < perClass; picture += 1) {
      const background = { r: picture, g: 60 * at, b: shade };
      await sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toFile(join(folder, cellClass, `${picture}.png`));
    }
  }
  return folder;
}

/** A station with a control set, where `says` decides what each model calls a picture. */
async function aGate(
  says: Readonly<Record<string, (truth: CellClass, at: number) => CellClass>>,
  role: PersonRole = 'technologist',
) {
  const data = aTempFolder();
  const folders = stationFoldersIn(data);
  const db = openTempDatabase(join(data, 'lab.db'));
  updateSettings(db, { person: { name: 'Ada', role } });
  const asked: string[] = [];
  const { client } = aFakeCompute();
  const compute = {
    ...client,
    run: (async (job: string, request: EvaluateModelRequest) => {
      if (job !== 'evaluateModel') return client.run(job as 'evaluateModel', request);
      const name = request.modelFolder.split('/').at(-1) ?? '';
      asked.push(name);
      const predictions = request.items.map(({ cellClass }, at) =>
        sure((says[name] ?? honest)(cellClass, at)),
      );
      return { figures: someFigures, failures: [], predictions };
    }) as typeof client.run,
  };
  const tools = { db, compute, folders };
  const lock = async (perClass = 20, shade = 0) =>
    createControlSet(
      { db, folder: folders.controlSets },
      { kind: 'folder', folder: await aDataset(perClass, shade) },
      { person: 'Ada', signal: new AbortController().signal },
    );
  installModel(folders.models, 'mine');
  return {
    ...{ db, folders, asked, lock },
    judge: (fullName = 'mine-1.0.0') => judgeModel(tools, fullName, { person: 'Ada' }),
    activate: (order: Partial<ActivationOrder> = {}) =>
      activateModel(tools, { fullName: 'mine-1.0.0', ...order }),
  };
}

function sure(cellClass: CellClass): ClassProbabilities {
  return { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0, [cellClass]: 1 };
}
const honest = (truth: CellClass) => truth;
/** misses every sixth blast */
const careless = (truth: CellClass, at: number): CellClass =>
  truth !== 'benign' && at % 6 === 0 ? 'benign' : truth;

test('a model that is as good as the active one is let through, measured once, and its figures are kept', async () => {
  const { db, lock, judge, activate, asked } = await aGate({});
  const set = await lock();
  expect(set).toMatchObject({ version: 1, origin: 'folder', source: 'control', counts: { benign: 20 } });
  const verdict = await judge();
  expect(verdict).toMatchObject({
    ...{ decision: 'allowed', controlSetVersion: 1, floor: 0.95, person: 'Ada', reasons: [{}] },
    challenger: { fullName: 'mine-1.0.0', sha256: sha256Of('weights of mine 1.0.0'), isShipped: false },
    champion: { fullName: shipped, isShipped: true },
    challengerFigures: { blastSensitivity: { hits: 60, count: 60 }, figures: { count: 80, accuracy: 1 } },
    comparison: { bothRight: 80, p: 1 },
  });
  const activation = await activate();
  expect(activation).toMatchObject({ verdictId: verdict.id, isUnmeasured: false, isRollback: false });
  expect(asked).toEqual(['mine-1.0.0', shipped]);
  expect(listVerdicts(db, verdict.challenger.sha256)).toEqual([verdict]);
});

test('a model that misses blasts is refused; only who answers for the models overrides it, with a reason', async () => {
  const { db, folders, lock, activate } = await aGate({ 'mine-1.0.0': careless });
  await lock();
  await expect(activate()).rejects.toMatchObject({
    code: 'promotion-refused',
    message: expect.stringMatching(
      /it finds \d+ of 60 blasts \(\d\d\.\d %\); this lab asks for 95\.0 %.*McNemar/,
    ),
  });
  const override = { reason: '  Agreed at the quality meeting of November.  ' };
  await expect(activate({ override })).rejects.toMatchObject({ code: 'role-lacking' });
  updateSettings(db, { person: { name: 'Bea', role: 'model-steward' } });
  await expect(activate({ override: { reason: 'because   ' } })).rejects.toMatchObject({
    code: 'argument-invalid',
  });
  expect(listActivations(db)).toEqual([]);
  const activation = await activate({ override });
  expect(activation).toMatchObject({ person: 'Bea', overrideReason: override.reason.trim() });
  expect(listAudit(db).slice(-1)).toMatchObject([
    {
      ...{ actor: 'Bea', action: 'model-activated-by-override', subject: 'mine-1.0.0' },
      details: { overrideReason: override.reason.trim(), verdict: activation.verdictId },
    },
  ]);
  expect(verifyAuditChain(db).isIntact).toBe(true);
  // the way back asks nobody
  expect(await rollBackModel(db, folders.models)).toMatchObject({ fullName: shipped, isRollback: true });
});

test('without a control set the program’s models are activated, others when a person says so', async () => {
  const { db, activate, judge, asked } = await aGate({});
  expect(await judge()).toMatchObject({ decision: 'unmeasured', reasons: [{ reason: 'no-control-set' }] });
  await expect(activate()).rejects.toMatchObject({
    code: 'promotion-refused',
    message: expect.stringContaining('no control set'),
  });
  expect(await activate({ fullName: shipped })).toMatchObject({ isUnmeasured: false });
  expect(await activate({ isUnmeasured: true })).toMatchObject({ isUnmeasured: true });
  expect(listActivations(db).map(({ isUnmeasured }) => isUnmeasured)).toEqual([false, true]);
  expect(asked).toEqual([]);
});

test('a verdict stands until a model, the control set or what the lab asks for is another', async () => {
  const { db, lock, judge, asked, folders } = await aGate({});
  await lock();
  const first = await judge();
  expect(await judge()).toEqual(first);
  updateSettings(db, { blastSensitivityFloor: 0.9 });
  const second = await judge();
  expect(second.id).not.toBe(first.id);
  await lock(21, 7);
  expect(await judge()).toMatchObject({
    controlSetVersion: 2,
    challengerFigures: { figures: { count: 84 } },
  });
  installModel(folders.models, 'other');
  await judge('other-1.0.0');
  expect(asked.filter((name) => name === 'mine-1.0.0')).toHaveLength(3);
  await expect(judge('none-1.0.0')).rejects.toMatchObject({ code: 'model-unknown' });
});

test('a damaged model is refused and nobody can override it', async () => {
  const { db, folders, lock, judge, activate } = await aGate({}, 'administrator');
  await lock();
  const folder = join(folders.models, 'mine-1.0.0');
  writeFileSync(join(folder, 'test-vectors.json'), JSON.stringify({ schemaVersion: 1 }));
  const override = { reason: 'I want it all the same.' };
  expect(await judge()).toMatchObject({ decision: 'refused', reasons: [{ reason: 'test-vectors-differ' }] });
  await expect(activate({ override })).rejects.toMatchObject({
    code: 'promotion-refused',
    message: expect.stringContaining('test-vectors.json cannot be read'),
  });
  writeFileSync(join(folder, 'weights.bin'), 'torn');
  expect(await judge()).toMatchObject({ decision: 'refused', reasons: [{ reason: 'model-damaged' }] });
  await expect(activate({ override })).rejects.toMatchObject({ code: 'model-corrupt' });
  expect(listActivations(db)).toEqual([]);
});

test('a model made before the control set was locked is said to flatter itself', async () => {
  const { lock, judge } = await aGate({});
  await lock();
  // the tiny card is of the first of November
  expect((await judge()).reasons).toMatchObject([{ reason: 'challenger-made-before-lock' }]);
  expect(await judge(shipped)).toMatchObject({
    decision: 'allowed',
    reasons: [{ reason: 'no-champion' }],
  });
});

test('a control set needs enough of both kinds, and leaves nothing behind where it is refused', async () => {
  const { folders, lock } = await aGate({});
  await expect(lock(6)).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringContaining('It lacks 2 more blast (18 of 20) and 14 more benign (6 of 20)'),
  });
  expect(readdirSync(folders.controlSets)).toEqual([]);
});

test('a control set with a changed picture judges nobody', async () => {
  const { folders, lock, judge } = await aGate({});
  const { sha256 } = await lock();
  const [picture = ''] = readdirSync(join(folders.controlSets, sha256));
  writeFileSync(join(folders.controlSets, sha256, picture), 'another');
  await expect(judge()).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringContaining('not what was locked'),
  });
});
