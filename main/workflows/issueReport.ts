import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Db } from '../database/open.ts';
import { recordReport } from '../database/reports.ts';
import type { IssuedReport } from '../domain/issuedReport.ts';
import { requireTimeZone } from '../domain/timeZone.ts';
import { openKey } from '../reports/openKey.ts';
import { renderReport } from '../reports/renderReport.ts';
import type { ReportInput, ReportReviewer, SignatureMeaning } from '../reports/reportInput.ts';
import { signReport } from '../reports/signReport.ts';
import { freezeReport } from './freezeReport.ts';
import { readInput } from './readInput.ts';
import { refuseOverwriting, writeUnfinished } from './writeOutput.ts';

export type { SignatureMeaning };

export interface IssueReportRequest {
  /** id, name or path of the slide */
  readonly slide: string;
  readonly outPath: string;
  /** true: a report of that name is replaced */
  readonly mayReplace: boolean;
  readonly key: { readonly path: string; readonly password: string };
  /** undefined: issued by the program in the name of the key, reviewed by nobody */
  readonly reviewer: ReportReviewer | undefined;
  /** IANA name of the zone of printed dates */
  readonly timeZone: string | undefined;
}

/** Freezes what is known of a slide, sets it as a PDF, signs it, records it and writes it. The file appears
 *  under its name only when it is whole and recorded.
 *  @throws LabError 'output-exists' | 'output-unwritable' | 'disk-full' | 'key-invalid' |
 *  'key-password-wrong' | 'slide-unknown' | 'slide-changed' | 'argument-invalid', of a time zone that is none too */
export async function issueReport(db: Db, request: IssueReportRequest): Promise<IssuedReport> {
  if (request.timeZone !== undefined) requireTimeZone(request.timeZone);
  const path = resolve(request.outPath);
  await refuseOverwriting(path, request.mayReplace, ' or give --force');
  const issuedAt = new Date();
  const pkcs12 = await readInput(request.key.path);
  const key = await openKey(pkcs12, request.key.password, issuedAt);
  const reviewer = request.reviewer ?? automaticReviewer(key.commonName);
  const { input, slide, scan, model } = await freezeReport(db, request.slide, {
    reviewer,
    issuedAt: issuedAt.toISOString(),
    timeZone: request.timeZone,
  });
  const pdf = await signReport(await renderReport(input), {
    pkcs12,
    password: request.key.password,
    reason: reviewer.meaning,
    name: reviewer.name,
    signedAt: issuedAt,
  });
  const output = await writeUnfinished(path, pdf);
  try {
    const issued = recordReport(db, {
      slideId: slide.id,
      scanId: scan.id,
      modelId: model.id,
      reviewer: reviewer.name,
      signatureMeaning: reviewer.meaning,
      pdfSha256: createHash('sha256').update(pdf).digest('hex'),
      path,
      inputs: storedInputs(input),
      issuedAt: input.issuedAt,
    });
    await output.publish();
    return issued;
  } finally {
    await output.discard();
  }
}

function automaticReviewer(keyName: string): ReportReviewer {
  return { name: keyName, role: 'signing key', meaning: 'issued automatically, not reviewed' };
}

/** Pictures are stored as their hashes: the slide, whose own hash is stored, has the pixels. */
function storedInputs(input: ReportInput): Readonly<Record<string, unknown>> {
  const gallery = input.gallery.map(({ jpeg, ...cell }) => ({
    ...cell,
    jpegSha256: createHash('sha256').update(jpeg).digest('hex'),
  }));
  return { ...input, gallery };
}
