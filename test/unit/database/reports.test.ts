import { expect, test } from 'vitest';
import { listAudit } from '../../../main/database/audit.ts';
import { registerModel } from '../../../main/database/models.ts';
import { listReports, recordReport } from '../../../main/database/reports.ts';
import { aModelCard, recordScannedSlide, sha256Of } from '../../helpers/labRecords.ts';
import { openTempDatabase } from '../../helpers/openTempDatabase.ts';

test('a report is recorded with its frozen inputs, and its hash in the audit chain', () => {
  const db = openTempDatabase();
  const { id: modelId } = registerModel(db, aModelCard());
  const [one, other] = ['/slides/a.jpg', '/slides/b.jpg'].map((path) => {
    const { slide, scanId } = recordScannedSlide(db, [], { path });
    return recordReport(db, {
      slideId: slide.id,
      scanId,
      modelId,
      reviewer: 'Ada',
      signatureMeaning: 'approved',
      pdfSha256: sha256Of(path),
      path: `${path}.pdf`,
      inputs: { cells: [{ id: '1', verdict: 'pro-b' }], timeZone: null },
      issuedAt: '2026-11-02T10:00:00.000Z',
    });
  });
  if (one === undefined || other === undefined) throw new Error('no reports');
  expect(listReports(db)).toEqual([one, other]);
  expect(listReports(db, other.slideId)).toEqual([other]);
  expect(listAudit(db).at(-1)).toMatchObject({
    actor: 'Ada',
    action: 'report-issued',
    subject: other.id,
    details: { pdfSha256: sha256Of('/slides/b.jpg'), meaning: 'approved' },
  });
});
