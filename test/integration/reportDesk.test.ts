import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCells } from '../../main/database/cells.ts';
import { findOrCreateSlide } from '../../main/database/findOrCreateSlide.ts';
import { markSeen } from '../../main/database/labelCells.ts';
import { listReports } from '../../main/database/reports.ts';
import { readSettings, updateSettings } from '../../main/database/settings.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import {
  listIssuedReports,
  readReportPath,
  readReportPdf,
  renderPreview,
  signSlideReport,
  verifyFile,
} from '../../main/workflows/reportDesk.ts';
import { createSigningKey, signingKeyPath } from '../../main/workflows/signingKeys.ts';
import { aScannedLab } from '../helpers/aReviewedLab.ts';
import { aSlide } from '../helpers/labRecords.ts';

const password = 'a long password';

/** A lab with one scanned slide of four cells that a person must see, and a key. */
async function aDesk() {
  const lab = await aScannedLab();
  const { db, folders } = lab;
  const [slideId] = lab.slideIds;
  if (slideId === undefined) throw new Error('No slide');
  const key = await createSigningKey(db, folders.keys, { commonName: 'Ada', password });
  const request = {
    slideId,
    keyId: key.id,
    password,
    meaning: 'reviewed',
    timeZone: 'Europe/Prague',
  } as const;
  return {
    ...{ db, folders, slideId, key },
    see: (count: number) => {
      const cellIds = listCells(db, slideId).slice(0, count);
      markSeen(db, { slideId, person: 'Ada', cellIds: cellIds.map(({ id }) => id) });
    },
    sign: (part: Partial<Parameters<typeof signSlideReport>[2]> = {}) =>
      signSlideReport(db, folders, { ...request, ...part }),
  };
}

test('no report is signed while a cell that a person must see is unseen', async () => {
  const { db, see, sign, folders, slideId } = await aDesk();
  await expect(sign()).rejects.toMatchObject({
    code: 'report-not-ready',
    message: expect.stringMatching(/^4 blast-like or unidentified cells of smear-1 have not been seen/),
  });
  see(3);
  await expect(sign()).rejects.toMatchObject({ message: expect.stringContaining('1 blast-like') });
  const preview = await renderPreview(db, slideId);
  expect(preview.pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(preview.row.scan?.tally).toMatchObject({ mustSeeCount: 4, mustSeeSeenCount: 3 });
  expect([listIssuedReports(db, undefined), existsSync(folders.reports)]).toEqual([[], false]);
});

test('a report is signed in the name of who works, listed, and its signature holds', async () => {
  const { db, see, sign, folders, slideId } = await aDesk();
  see(4);
  const listed = await sign();
  expect(listed).toMatchObject({
    report: { slideId, reviewer: 'Ada', signatureMeaning: 'reviewed' },
    ...{ slideName: 'smear-1', isFileThere: true },
    fileName: expect.stringMatching(/^smear-1-\d{4}-\d\d-\d\d\.pdf$/),
  });
  expect(listIssuedReports(db, slideId)).toEqual([listed]);
  expect(await readReportPdf(db, listed.report.id)).toEqual(
    readFileSync(join(folders.reports, listed.fileName)),
  );
  expect(await verifyFile(db, readReportPath(db, listed.report.id))).toMatchObject({
    verification: { state: 'valid', reason: 'reviewed', signer: { commonName: 'Ada' } },
    isKnownHere: true,
  });
});

test('a file that was altered after it was signed is told, and not shown as the report', async () => {
  const { db, see, sign } = await aDesk();
  see(4);
  const { report } = await sign();
  const pdf = readFileSync(report.path);
  pdf[1000] = (pdf[1000] ?? 0) ^ 1;
  writeFileSync(report.path, pdf);
  await expect(readReportPdf(db, report.id)).rejects.toMatchObject({ code: 'pdf-unreadable' });
  expect(await verifyFile(db, report.path)).toMatchObject({
    ...{ verification: { state: 'altered' }, isKnownHere: false },
  });
  pdf[1000] = (pdf[1000] ?? 0) ^ 1;
  writeFileSync(report.path, pdf);
  appendFileSync(report.path, '\n% more');
  expect((await verifyFile(db, report.path)).isKnownHere).toBe(false);
});

test('a signed report of another lab is valid and not known here', async () => {
  const [here, there] = [await aDesk(), await aDesk()];
  there.see(4);
  const { report } = await there.sign();
  expect(await verifyFile(here.db, report.path)).toMatchObject({
    ...{ verification: { state: 'valid' }, isKnownHere: false },
  });
});

test('a report whose file is gone stays listed, and no other takes its name', async () => {
  const { db, see, sign } = await aDesk();
  see(4);
  const first = await sign();
  rmSync(first.report.path);
  expect(listIssuedReports(db, undefined)).toMatchObject([{ fileName: first.fileName, isFileThere: false }]);
  await expect(readReportPdf(db, first.report.id)).rejects.toMatchObject({ code: 'file-missing' });
  await expect(verifyFile(db, first.report.path)).rejects.toMatchObject({ code: 'file-missing' });
  const second = await sign({ meaning: 'approved' });
  expect(second.fileName).toBe(first.fileName.replace('.pdf', '-2.pdf'));
  const third = await sign();
  expect(third.fileName).toBe(first.fileName.replace('.pdf', '-3.pdf'));
  expect(listIssuedReports(db, undefined).map(({ report, isFileThere }) => [report.id, isFileThere])).toEqual(
    [
      [third.report.id, true],
      [second.report.id, true],
      [first.report.id, false],
    ],
  );
});

test('a wrong password, a key that is gone and a slide without a scan sign nothing', async () => {
  const { db, folders, see, sign, key } = await aDesk();
  see(4);
  await expect(sign({ password: 'another password' })).rejects.toMatchObject({ code: 'key-password-wrong' });
  await expect(sign({ keyId: 'nobody' })).rejects.toMatchObject({ code: 'key-invalid' });
  const unscanned = findOrCreateSlide(db, aSlide({ path: '/slides/new.jpg' })).id;
  await expect(sign({ slideId: unscanned })).rejects.toMatchObject({
    ...{ code: 'argument-invalid', message: expect.stringContaining('has not been scanned') },
  });
  await expect(sign({ slideId: 'nobody' as SlideId })).rejects.toMatchObject({ code: 'slide-unknown' });
  renameSync(signingKeyPath(folders.keys, key.id), join(folders.keys, 'away.p12'));
  await expect(sign()).rejects.toMatchObject({ code: 'file-missing' });
  expect(listIssuedReports(db, undefined)).toEqual([]);
});

test('what the lab does not count as blast-like need not be seen, until it counts again', async () => {
  const { db, sign } = await aDesk();
  const count = (isBlast: boolean) => {
    const { classes } = readSettings(db);
    updateSettings(db, { classes: { ...classes, 'pre-b': { ...classes['pre-b'], isBlast } } });
  };
  count(false);
  expect((await sign()).isFileThere).toBe(true);
  count(true);
  await expect(sign()).rejects.toMatchObject({ code: 'report-not-ready' });
});

test('a report is signed by who works now', async () => {
  const { db, see, sign } = await aDesk();
  see(4);
  updateSettings(db, { person: { name: 'Bea', role: 'technologist' } });
  expect((await sign({ meaning: 'approved' })).report).toMatchObject({
    ...{ reviewer: 'Bea', signatureMeaning: 'approved' },
  });
});

test('a report says what the lab calls its classes, and goes on saying it when they are renamed', async () => {
  const { db, see, sign } = await aDesk();
  const rename = (name: string) => {
    const { classes } = readSettings(db);
    updateSettings(db, { classes: { ...classes, 'pre-b': { ...classes['pre-b'], name } } });
  };
  see(4);
  rename('Blast type 2');
  await sign();
  rename('Blast type 9');
  const [{ inputs } = { inputs: undefined }] = listReports(db);
  expect(inputs).toMatchObject({
    classes: { 'pre-b': { name: 'Blast type 2', isBlast: true }, benign: { name: '', isBlast: false } },
  });
});

test.each(['Europe/Nowhere', '', 'UTC+25:99', '../etc'])(
  'a time zone that is none is told, and nothing is signed: "%s"',
  async (timeZone) => {
    const { db, see, sign, folders } = await aDesk();
    see(4);
    await expect(sign({ timeZone })).rejects.toMatchObject({
      ...{ name: 'LabError', code: 'argument-invalid' },
      message: expect.stringContaining(`"${timeZone}" is no time zone`),
    });
    expect([listIssuedReports(db, undefined), readdirSync(folders.reports)]).toEqual([[], []]);
  },
);
