import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCells } from '../../main/database/cells.ts';
import { markSeen } from '../../main/database/labelCells.ts';
import { createReportHandlers } from '../../main/station/handlers/reportHandlers.ts';
import type { StationEventName } from '../../main/station/stationContext.ts';
import { aCallWithGrants } from '../helpers/aCallWithGrants.ts';
import { aScannedLab } from '../helpers/aReviewedLab.ts';

const password = 'a long password';

/** The handlers over a slide of four unseen cells, and all that they told. */
async function aStation() {
  const { db, folders, slideIds } = await aScannedLab();
  const [slideId] = slideIds;
  if (slideId === undefined) throw new Error('No slide');
  const told: (readonly [StationEventName, unknown])[] = [];
  const station = createReportHandlers({
    ...{ db, folders: { ...folders, demo: join(folders.data, 'demo') } },
    emit: (name, event) => told.push([name, event]),
  });
  const { call, grant } = aCallWithGrants();
  const seeAll = () => {
    const cellIds = listCells(db, slideId).map(({ id }) => id);
    markSeen(db, { slideId, person: 'Ada', cellIds });
  };
  return { ...station, folders, slideId, told, call, grant, seeAll };
}

test('a preview says what is open; the one longest unused is let go', async () => {
  const { handlers, readPreview, slideId, call, seeAll } = await aStation();
  const first = await handlers.previewReport({ slideId }, call);
  expect(first.openPoints).toEqual([{ kind: 'must-see', unseenCount: 4 }]);
  expect(readPreview(first.previewId)?.byteLength).toBe(first.sizeBytes);
  seeAll();
  const second = await handlers.previewReport({ slideId }, call);
  expect(second.openPoints).toEqual([]);
  for (let more = 0; more < 2; more += 1) await handlers.previewReport({ slideId }, call);
  readPreview(first.previewId);
  await handlers.previewReport({ slideId }, call);
  expect(readPreview(first.previewId)?.byteLength).toBe(first.sizeBytes);
  expect(readPreview(second.previewId)).toBeUndefined();
});

test('a signed report is told to every window, and verified by its id and by a file of a dialog', async () => {
  const { handlers, folders, slideId, told, call, grant, seeAll } = await aStation();
  const { id: keyId } = await handlers.createKey({ commonName: 'Ada', password }, call);
  expect(await handlers.listKeys({}, call)).toMatchObject([{ id: keyId, commonName: 'Ada' }]);
  const request = { slideId, keyId, password, meaning: 'approved', timeZone: 'Europe/Prague' } as const;
  await expect(handlers.signReport(request, call)).rejects.toMatchObject({ code: 'report-not-ready' });
  expect(told).toEqual([]);
  seeAll();
  const row = await handlers.signReport(request, call);
  expect(row).toMatchObject({ slideId, slideName: 'smear-1', reviewer: 'Ada', signatureMeaning: 'approved' });
  expect(told).toEqual([
    ['reports-changed', {}],
    ['worklist-changed', { slideIds: [slideId] }],
  ]);
  expect(await handlers.listReports({ slideId }, call)).toEqual([row]);
  const known = { state: 'valid', signerName: 'Ada', reason: 'approved', isKnownHere: true };
  expect(await handlers.verifyReport({ reportId: row.id }, call)).toMatchObject(known);
  const elsewhere = join(folders.data, 'copy.pdf');
  renameSync(join(folders.reports, row.fileName), elsewhere);
  expect(await handlers.verifyReport({ grants: grant(elsewhere) }, call)).toMatchObject({
    ...{ ...known, fileName: 'copy.pdf' },
  });
  await expect(handlers.verifyReport({ reportId: row.id }, call)).rejects.toMatchObject({
    code: 'file-missing',
  });
});

test('a key is taken from a file of a dialog, and from nowhere without one', async () => {
  const { handlers, folders, call, grant } = await aStation();
  const { id } = await handlers.createKey({ commonName: 'Lab', password }, call);
  const grants = grant(join(folders.keys, `${id}.p12`));
  expect(await handlers.importKey({ grants, password }, call)).toMatchObject({ commonName: 'Lab' });
  expect(await handlers.listKeys({}, call)).toHaveLength(2);
  const nowhere = { grants: [], password };
  await expect(async () => handlers.importKey(nowhere, call)).rejects.toMatchObject({
    code: 'argument-invalid',
  });
  await expect(async () => handlers.verifyReport({ grants: [] }, call)).rejects.toMatchObject({
    code: 'argument-invalid',
  });
});
