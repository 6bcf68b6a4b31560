import { z } from 'zod';
import type { ModelId, ReportId } from '../domain/ids.ts';
import type { IssuedReport } from '../domain/issuedReport.ts';
import { LabError } from '../domain/labError.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

export type NewReport = Omit<IssuedReport, 'id'>;

const rowSchema = z
  .object({
    id: z.string(),
    slide_id: z.string(),
    scan_id: z.int(),
    model_id: z.string(),
    reviewer: z.string(),
    signature_meaning: z.string(),
    pdf_sha256: z.string(),
    path: z.string(),
    inputs: z.string().transform((text) => z.record(z.string(), z.unknown()).parse(JSON.parse(text))),
    issued_at: z.string(),
  })
  .transform(
    (row): IssuedReport => ({
      id: row.id as ReportId,
      slideId: row.slide_id as SlideId,
      scanId: String(row.scan_id) as ScanId,
      modelId: row.model_id as ModelId,
      reviewer: row.reviewer,
      signatureMeaning: row.signature_meaning,
      pdfSha256: row.pdf_sha256,
      path: row.path,
      inputs: row.inputs,
      issuedAt: row.issued_at,
    }),
  );

/** Records a signed report with the inputs it was made from, and its hash in the audit chain. */
export function recordReport(db: Db, report: NewReport): IssuedReport {
  return inTransaction(db, 'record the report', () => {
    const recorded: IssuedReport = { ...report, id: newId() as ReportId };
    const insert = prepare(
      db,
      `INSERT INTO reports
      (id, slide_id, scan_id, model_id, reviewer, signature_meaning, pdf_sha256, path, inputs, issued_at)
      VALUES (@id, @slideId, @scanId, @modelId, @reviewer, @signatureMeaning, @pdfSha256, @path, @inputs, @issuedAt)`,
    );
    assertOneChanged(insert.run({ ...recorded, inputs: JSON.stringify(recorded.inputs) }), 'reports');
    appendAudit(db, {
      actor: report.reviewer,
      action: 'report-issued',
      subject: recorded.id,
      details: { slideId: report.slideId, pdfSha256: report.pdfSha256, meaning: report.signatureMeaning },
      at: report.issuedAt,
    });
    return recorded;
  });
}

/** Issued reports, oldest first: of one slide, or of all. */
export function listReports(db: Db, slideId?: SlideId): readonly IssuedReport[] {
  const select = `SELECT * FROM reports WHERE slide_id = coalesce(@slideId, slide_id) ORDER BY sequence`;
  return translating(db, 'list the reports', () =>
    readRows(rowSchema, prepare(db, select).all({ slideId: slideId ?? null })),
  );
}

/** @throws LabError 'argument-invalid' when this database has issued none of that id */
export function readReport(db: Db, reportId: string): IssuedReport {
  const row = translating(db, 'read the report', () =>
    prepare(db, 'SELECT * FROM reports WHERE id = ?').get(reportId),
  );
  if (row !== undefined) return readRow(rowSchema, row);
  throw new LabError('argument-invalid', `There is no report ${reportId} in this database.`, { reportId });
}
