import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { newId } from '../database/newId.ts';
import type { Db } from '../database/open.ts';
import { listReports, readReport } from '../database/reports.ts';
import { requirePerson } from '../database/settings.ts';
import { readSigningKey } from '../database/signingKeys.ts';
import { readSlide } from '../database/slides.ts';
import { listWorklist } from '../database/worklist.ts';
import type { IssuedReport } from '../domain/issuedReport.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideId } from '../domain/slide.ts';
import { countUnseen, type WorklistRow } from '../domain/worklist.ts';
import { renderReport } from '../reports/renderReport.ts';
import { type Verification, verifyReport } from '../reports/verifyReport.ts';
import { freezeReport } from './freezeReport.ts';
import { issueReport, type SignatureMeaning } from './issueReport.ts';
import { readInput } from './readInput.ts';
import { signingKeyPath } from './signingKeys.ts';

/** An issued report with what a list shows of it. */
export interface ListedReport {
  readonly report: IssuedReport;
  readonly slideName: string;
  readonly fileName: string;
  readonly isFileThere: boolean;
}

/** The newest first; of one slide, or of all. */
export function listIssuedReports(db: Db, slideId: SlideId | undefined): readonly ListedReport[] {
  return listReports(db, slideId)
    .toReversed()
    .map((report) => listedReport(db, report));
}

/** The PDF of a report as it would be signed now, in the name of who works.
 *  @throws LabError as freezeReport */
export async function renderPreview(db: Db, slideId: SlideId) {
  const person = requirePerson(db);
  const { input } = await freezeReport(db, slideId, {
    reviewer: { name: person.name, role: person.role, meaning: 'reviewed' },
    issuedAt: new Date().toISOString(),
    timeZone: undefined,
  });
  return { previewId: newId(), pdf: await renderReport(input), row: requireRow(db, slideId) };
}

export interface SignRequest {
  readonly slideId: SlideId;
  readonly keyId: string;
  readonly password: string;
  readonly meaning: Extract<SignatureMeaning, 'reviewed' | 'approved'>;
  readonly timeZone: string;
}

/** Signs a report in the name of who works, and keeps it in the station's folder of reports.
 *  @throws LabError 'report-not-ready' while cells that a person must see are not seen
 *  @throws LabError 'person-unknown' | 'key-invalid' | 'key-password-wrong'; as issueReport */
export async function signSlideReport(
  db: Db,
  folders: { readonly keys: string; readonly reports: string },
  request: SignRequest,
): Promise<ListedReport> {
  const person = requirePerson(db);
  refuseUnseen(requireRow(db, request.slideId));
  const key = readSigningKey(db, request.keyId);
  await mkdir(folders.reports, { recursive: true });
  const report = await issueReport(db, {
    slide: request.slideId,
    outPath: freePath(db, folders.reports, readSlide(db, request.slideId).name),
    mayReplace: false,
    key: { path: signingKeyPath(folders.keys, key.id), password: request.password },
    reviewer: { name: person.name, role: person.role, meaning: request.meaning },
    timeZone: request.timeZone,
  });
  return listedReport(db, report);
}

/** @returns what a file's signature is worth, and whether this database has issued it */
export async function verifyFile(
  db: Db,
  path: string,
): Promise<{ readonly verification: Verification; readonly isKnownHere: boolean }> {
  const pdf = await readInput(path);
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const isKnownHere = listReports(db).some(({ pdfSha256 }) => pdfSha256 === sha256);
  return { verification: await verifyReport(pdf), isKnownHere };
}

/** The PDF of an issued report, byte for byte as it was signed.
 *  @throws LabError 'file-missing' | 'pdf-unreadable' when it is another file now */
export async function readReportPdf(db: Db, reportId: string): Promise<Buffer> {
  const report = readReport(db, reportId);
  const pdf = await readInput(report.path);
  if (createHash('sha256').update(pdf).digest('hex') === report.pdfSha256) return pdf;
  throw new LabError(
    'pdf-unreadable',
    `${basename(report.path)} is not what was signed: the file has been changed. Take it from your backup.`,
    { reportId },
  );
}

export function readReportPath(db: Db, reportId: string): string {
  return readReport(db, reportId).path;
}

function refuseUnseen({ scan, name }: WorklistRow): void {
  if (scan === undefined)
    throw new LabError('argument-invalid', `${name} has not been scanned yet. Scan it first.`);
  const unseenCount = countUnseen(scan.tally);
  if (unseenCount > 0)
    throw new LabError(
      'report-not-ready',
      `${unseenCount} blast-like or unidentified ${unseenCount === 1 ? 'cell' : 'cells'} of ${name} ${unseenCount === 1 ? 'has' : 'have'} not been seen by a person. Look at each in the review, then sign.`,
      { unseenCount },
    );
}

function requireRow(db: Db, slideId: SlideId): WorklistRow {
  readSlide(db, slideId);
  const [row] = listWorklist(db, [slideId]);
  if (row === undefined) throw new Error(`The slide ${slideId} is in no worklist`);
  return row;
}

function listedReport(db: Db, report: IssuedReport): ListedReport {
  return {
    report,
    slideName: readSlide(db, report.slideId).name,
    fileName: basename(report.path),
    isFileThere: existsSync(report.path),
  };
}

/** "smear-7-2026-11-25.pdf", with a number where that is taken, also by a report whose file is gone: it would
 *  seem to be there again, and altered. */
function freePath(db: Db, folder: string, slideName: string): string {
  const taken = new Set(listReports(db).map(({ path }) => path));
  const stem = slideName
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 80);
  const day = new Date().toISOString().slice(0, 10);
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${stem || 'slide'}-${day}${number === 1 ? '' : `-${number}`}.pdf`);
    if (!existsSync(path) && !taken.has(resolve(path))) return path;
  }
}
