import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { cellIdAt } from '../../main/domain/cellTable.ts';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { shipped } from '../helpers/shippedModel.ts';

const tiny = 'tiny-0.0.1';

const reader = { name: 'A. Reader', role: 'technologist' } as const;
const few = { leastControlBlasts: 3, leastControlBenign: 1 };

/** The steward has what a control set needs lowered to what two slides can give. */
async function askForFew(lab: LabStation['lab']): Promise<void> {
  await lab.updateSettings({ person: { name: 'B. Steward', role: 'model-steward' } });
  await lab.updateSettings(few);
  await lab.updateSettings({ person: reader });
}

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce(2);
});
afterAll(() => material.dispose());

/** A station with two slides whose cells were given the four classes in turn, and a model that knows nothing. */
async function aLabelledStation() {
  const data = await aScratchFolder();
  await writeTinyModel(join(data, 'models', tiny));
  const station = await aLabStation(data);
  const { lab } = station;
  await lab.updateSettings({ person: reader });
  const folder = await aSmearFolder(material.fields, { 'smear-1': 1, 'smear-2': 2 });
  const { addedIds } = await station.addSlides([folder]);
  await station.whenScanned();
  for (const slideId of addedIds) {
    const cells = await lab.readCells({ slideId });
    for (const [classAt, verdict] of cellClasses.entries()) {
      const ofClass = Array.from({ length: cells.count }, (_, at) => at).filter((at) => at % 4 === classAt);
      const cellIds = ofClass.map((at) => cellIdAt(cells, at));
      if (cellIds.length > 0) await lab.labelCells({ slideId, cellIds, verdict });
    }
  }
  return station;
}

test('a model that knows nothing does not pass the gate of a station, but for a reasoned override', async () => {
  const { lab, events } = await aLabelledStation();
  const before = await lab.describeControlSet({});
  expect(before).toMatchObject({ versions: [], plan: { problem: expect.stringContaining('more') } });
  await expect(lab.createControlSet({ requestId: randomUUID(), grants: [] })).rejects.toMatchObject({
    code: 'dataset-invalid',
    message: expect.stringContaining('of 20'),
  });
  // without a control set it is activated when a person says so, and not before
  expect(await lab.judgeModel({ fullName: tiny, isForced: false })).toMatchObject({ decision: 'unmeasured' });
  await expect(lab.activateModel({ fullName: tiny })).rejects.toMatchObject({ code: 'promotion-refused' });

  await expect(lab.updateSettings(few)).rejects.toMatchObject({ code: 'role-lacking' });
  await askForFew(lab);
  const set = await lab.createControlSet({ requestId: randomUUID(), grants: [] });
  expect(set).toMatchObject({ version: 1, origin: 'reviews', slideCount: 1, person: 'A. Reader' });
  expect(await lab.describeLabels({})).toMatchObject({ slideCount: 1, heldBack: { slideCount: 1 } });

  const verdict = await lab.judgeModel({ fullName: tiny, isForced: false });
  const count = cellClasses.reduce((sum, one) => sum + set.counts[one], 0);
  expect(verdict).toMatchObject({
    ...{ controlSetVersion: 1, person: 'A. Reader', champion: { fullName: shipped, isShipped: true } },
    challengerFigures: { figures: { count } },
    championFigures: { figures: { count } },
  });
  expect(events).toContainEqual({
    name: 'gate-progress',
    event: { fullName: tiny, doneFraction: 1 },
  });
  expect(await lab.readVerdict({ verdictId: verdict.id })).toEqual(verdict);
  await expect(lab.updateSettings({ blastSensitivityFloor: 2 })).rejects.toMatchObject({
    code: 'argument-invalid',
  });
  // the tiny model calls every cell a pro-B blast: where that counts as none, it finds no blast at all
  const { classes } = await lab.readSettings({});
  const as = (cellClass: keyof typeof classes, isBlast: boolean) => ({
    [cellClass]: { ...classes[cellClass], isBlast },
  });
  await lab.updateSettings({ classes: { ...classes, ...as('benign', true), ...as('pro-b', false) } });
  const strict = await lab.judgeModel({ fullName: tiny, isForced: false });
  expect(strict.id).not.toBe(verdict.id);
  expect(strict).toMatchObject({
    decision: 'refused',
    blastClasses: ['benign', 'early-pre-b', 'pre-b'],
    challengerFigures: { blastSensitivity: { hits: 0 } },
  });
  await expect(lab.activateModel({ fullName: tiny })).rejects.toMatchObject({ code: 'promotion-refused' });
  const override = { reason: 'The second reader agrees.' };
  await expect(lab.activateModel({ fullName: tiny, override })).rejects.toMatchObject({
    code: 'role-lacking',
  });
  await lab.updateSettings({ person: { name: 'B. Steward', role: 'model-steward' } });
  expect(await lab.activateModel({ fullName: tiny, override })).toMatchObject({
    ...{ person: 'B. Steward', overrideReason: override.reason, verdictId: strict.id },
  });
  expect(await lab.rollBackModel({})).toMatchObject({ fullName: shipped, isRollback: true });
  expect(await lab.listActivations({})).toMatchObject([{ overrideReason: override.reason }, {}]);
});

test('judging can be cancelled, and asked for again', async () => {
  const { lab } = await aLabelledStation();
  await askForFew(lab);
  await lab.createControlSet({ requestId: randomUUID(), grants: [] });
  const judging = lab.judgeModel({ fullName: tiny, isForced: false });
  await lab.cancelJudging({ fullName: tiny });
  await expect(judging).rejects.toMatchObject({ code: 'cancelled' });
  expect(await lab.judgeModel({ fullName: tiny, isForced: false })).toMatchObject({ controlSetVersion: 1 });
});

test('a training ends in what the gate says of it, on the cells that it was kept from', async () => {
  const { lab } = await aLabelledStation();
  await askForFew(lab);
  const set = await lab.createControlSet({ requestId: randomUUID(), grants: [] });
  const { id } = await lab.startTraining({
    ...{ name: 'mine', version: '1.0.0', parent: tiny, learned: 'head', epochs: 1 },
    ...{ optimizer: 'adam', learningRate: 0.001, seed: 1 },
  });
  for (;;) {
    const [run] = await lab.listTrainingRuns({});
    expect(run?.failure).toBeUndefined();
    if (run?.state === 'done') break;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  const [run] = await lab.listTrainingRuns({});
  expect(run).toMatchObject({
    id,
    parentName: tiny,
    splitNote: expect.stringContaining('control set left out'),
  });
  const verdict = await lab.readVerdict({ verdictId: run?.verdictId ?? '' });
  expect(verdict).toMatchObject({
    ...{ challenger: { fullName: 'mine-1.0.0' }, champion: { fullName: shipped }, person: reader.name },
    ...{ controlSetVersion: set.version, comparison: { p: expect.any(Number) } },
  });
  // it stands: whoever activates is shown the same
  expect(await lab.judgeModel({ fullName: 'mine-1.0.0', isForced: false })).toEqual(verdict);
});
