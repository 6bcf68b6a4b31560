import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createComputeClient } from '../../../main/compute/computeClient.ts';
import { findOrCreateSlide } from '../../../main/database/findOrCreateSlide.ts';
import { updateSettings } from '../../../main/database/settings.ts';
import { applyCellChanges } from '../../../main/domain/applyCellChanges.ts';
import { cellIdAt } from '../../../main/domain/cellTable.ts';
import { LabError } from '../../../main/domain/labError.ts';
import { createAskedWork } from '../../../main/station/askedWork.ts';
import { createCellHandlers } from '../../../main/station/handlers/cellHandlers.ts';
import type { StationEventName } from '../../../main/station/stationContext.ts';
import { stationFoldersIn } from '../../../main/workflows/stationFolders.ts';
import type { GrantId } from '../../../preload/contract/defineCall.ts';
import { aCallWithGrants } from '../../helpers/aCallWithGrants.ts';
import { aSlide, cellsInRow, recordTwoFields } from '../../helpers/labRecords.ts';
import { aTempFolder, codeOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

/** The handlers over a slide of three cells, and all that they told. */
function aStation(people: readonly string[] = ['Ada']) {
  const db = openTempDatabase();
  for (const name of people) updateSettings(db, { person: { name, role: 'haematologist' } });
  const { slideId } = recordTwoFields(db, cellsInRow(3));
  const told: (readonly [StationEventName, unknown])[] = [];
  const lab = createCellHandlers({
    db,
    emit: (name, event) => told.push([name, event]),
    folders: stationFoldersIn(tmpdir()),
    // it starts with the first job, and no test here has one
    scanCompute: createComputeClient(),
    asked: createAskedWork(),
  });
  const { call, grant } = aCallWithGrants();
  return { db, slideId, lab, told, call, grant };
}

test('every change is answered and told in one form, from which a window keeps its cells', async () => {
  const { slideId, lab, told, call } = aStation();
  let table = await lab.readCells({ slideId }, call);
  const [first, second] = [cellIdAt(table, 0), cellIdAt(table, 1)];
  const box = { xPx: 500, yPx: 20, widthPx: 40, heightPx: 40 };
  const answers = [
    await lab.labelCells({ slideId, cellIds: [first], verdict: 'pro-b' }, call),
    await lab.labelCells({ slideId, cellIds: [first], verdict: null }, call),
    await lab.drawCell({ slideId, box, verdict: null }, call),
    await lab.reshapeCell({ slideId, cellId: first, box: { ...box, xPx: 300 } }, call),
    await lab.splitCell({ slideId, cellId: first, boxes: [box, { ...box, xPx: 545 }] }, call),
    await lab.mergeCells({ slideId, cellIds: [second, cellIdAt(table, 2)] }, call),
    await lab.undo({ slideId }, call),
    await lab.redo({ slideId }, call),
    await lab.undo({ slideId }, call),
    await lab.deleteCells({ slideId, cellIds: [second] }, call),
  ];
  expect(answers.map(({ action: { kind, person } }) => `${kind} ${person}`)).toEqual(
    ['label', 'label', 'draw', 'reshape', 'split', 'merge', 'undo', 'redo', 'undo', 'delete'].map(
      (kind) => `${kind} Ada`,
    ),
  );
  expect(told).toEqual(
    answers.flatMap(({ changes, history }) => [
      ['cells-changed', { changes, history }],
      ['worklist-changed', { slideIds: [slideId] }],
    ]),
  );
  for (const { changes } of answers) {
    const next = applyCellChanges(table, changes);
    if (next === undefined) throw new Error('a change was left out');
    table = next;
  }
  const read = await lab.readCells({ slideId }, call);
  expect([...table.ids].sort((a, b) => a - b)).toEqual([...read.ids].sort((a, b) => a - b));
  expect(table.revision).toBe(read.revision);
  expect(await lab.readLabelHistory({ slideId }, call)).toEqual(answers.at(-1)?.history);
});

test('nobody labels without a name', async () => {
  const { slideId, lab, told, call } = aStation([]);
  const cellIds = [cellIdAt(await lab.readCells({ slideId }, call), 0)];
  expect(codeOf(() => lab.labelCells({ slideId, cellIds, verdict: 'benign' }, call))).toBe('person-unknown');
  expect(codeOf(() => lab.markSeen({ slideId, cellIds }, call))).toBe('person-unknown');
  expect(codeOf(() => lab.undo({ slideId }, call))).toBe('person-unknown');
  expect(told).toEqual([]);
});

test('cells are seen once; looking again changes nothing and tells nobody', async () => {
  const { slideId, lab, told, call } = aStation();
  const table = await lab.readCells({ slideId }, call);
  const cellIds = [cellIdAt(table, 1)];
  const changes = await lab.markSeen({ slideId, cellIds }, call);
  expect([changes.revision, [...changes.changed.seen]]).toEqual([table.revision + 1, [1]]);
  expect(told.map(([name]) => name)).toEqual(['cells-changed', 'worklist-changed']);
  const again = await lab.markSeen({ slideId, cellIds }, call);
  expect(again).toEqual(changes);
  expect(told).toHaveLength(2);
});

test('the history of a cell tells what models and people said, who withdrew it, and when', async () => {
  const { slideId, lab, call } = aStation();
  const cellId = cellIdAt(await lab.readCells({ slideId }, call), 0);
  await lab.labelCells({ slideId, cellIds: [cellId], verdict: 'benign' }, call);
  await lab.undo({ slideId }, call);
  expect(await lab.readCellHistory({ slideId, cellId }, call)).toMatchObject({
    predictions: [{ modelName: 'tiny-1.0.0', cellClass: 'pre-b' }],
    reviews: [
      { reviewer: 'Ada', verdict: 'benign' },
      { reviewer: 'Ada', verdict: undefined },
    ],
  });
});

test('labels of a file are one action, with what was passed over', async () => {
  const { slideId, lab, told, call, grant } = aStation();
  const folder = aTempFolder();
  const path = join(folder, 'labels.csv');
  const lines = [
    '0,20,40,40,Pro,',
    '10,20,40,40,Benign,field-2.jpg',
    '0,0,9,9,lymphocyte,',
    '9000,0,9,9,pro,',
  ];
  writeFileSync(path, ['x_px,y_px,width_px,height_px,class,field', ...lines].join('\n'));
  const imported = await lab.importLabels({ slideId, grants: grant(path) }, call);
  expect(imported).toMatchObject({
    action: { kind: 'import', cellCount: 2 },
    changes: { changed: { count: 2 } },
    passedOverCount: 2,
  });
  expect(told).toHaveLength(2);
  writeFileSync(path, 'x_px,y_px,width_px,height_px,class\n1,2,3,4,lymphocyte');
  const code = async (grants: GrantId[]) => {
    try {
      await lab.importLabels({ slideId, grants }, call);
    } catch (error) {
      return error instanceof LabError ? error.code : error;
    }
    return undefined;
  };
  mkdirSync(join(folder, 'folder'));
  expect(await code(grant(path))).toBe('argument-invalid');
  expect(await code(grant(join(folder, 'nothing.csv')))).toBe('file-missing');
  expect(await code(grant(join(folder, 'folder')))).toBe('slide-unreadable');
  expect(told).toHaveLength(2);
});

test('a slide that was not scanned, or is not known, is told so', () => {
  const { db, lab, call } = aStation();
  const { id: slideId } = findOrCreateSlide(db, aSlide({ path: '/slides/smear-2.jpg' }));
  expect(codeOf(() => lab.readCells({ slideId }, call))).toBe('argument-invalid');
  const nobody = randomUUID() as typeof slideId;
  expect(codeOf(() => lab.readCells({ slideId: nobody }, call))).toBe('slide-unknown');
});
