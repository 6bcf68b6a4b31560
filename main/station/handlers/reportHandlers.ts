import { basename } from 'node:path';
import type {
  OpenPoint,
  ReportRow,
  ReportVerification,
  reportCalls,
} from '../../../preload/contract/reportCalls.ts';
import { LabError } from '../../domain/labError.ts';
import { countUnseen, type WorklistRow } from '../../domain/worklist.ts';
import {
  type ListedReport,
  listIssuedReports,
  readReportPath,
  renderPreview,
  signSlideReport,
  verifyFile,
} from '../../workflows/reportDesk.ts';
import { createSigningKey, importSigningKey, listSigningKeys } from '../../workflows/signingKeys.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Previews that are kept; the longest unused goes first. */
const mostPreviews = 4;

/** Reports, keys and signatures.
 *  @returns also the PDF of a preview, undefined when it was let go */
export function createReportHandlers({
  db,
  folders,
  emit,
}: Pick<StationContext, 'db' | 'folders' | 'emit'>): {
  readonly handlers: HandlersOf<typeof reportCalls>;
  readonly readPreview: (previewId: string) => Buffer | undefined;
} {
  const previews = new Map<string, Buffer>();
  return {
    readPreview: (previewId) => {
      const pdf = previews.get(previewId);
      if (pdf === undefined) return undefined;
      // the last in the map is the one used last
      previews.delete(previewId);
      previews.set(previewId, pdf);
      return pdf;
    },
    handlers: {
      listReports: ({ slideId }) => listIssuedReports(db, slideId).map(rowOf),
      previewReport: async ({ slideId }) => {
        const { previewId, pdf, row } = await renderPreview(db, slideId);
        previews.set(previewId, pdf);
        for (const oldest of [...previews.keys()].slice(0, -mostPreviews)) previews.delete(oldest);
        return { previewId, slideId, sizeBytes: pdf.byteLength, openPoints: openPointsOf(row) };
      },
      signReport: async (request) => {
        const listed = await signSlideReport(db, folders, request);
        emit('reports-changed', {});
        emit('worklist-changed', { slideIds: [request.slideId] });
        return rowOf(listed);
      },
      verifyReport: async (wanted, { grantPath }) => {
        if ('reportId' in wanted) return verify(readReportPath(db, wanted.reportId));
        const [grant] = wanted.grants;
        if (grant === undefined) throw new LabError('argument-invalid', 'Choose a PDF.');
        return verify(grantPath(grant));
      },
      listKeys: () => listSigningKeys(db),
      createKey: (request) => createSigningKey(db, folders.keys, request),
      importKey: ({ grants: [grant], password }, { grantPath }) => {
        if (grant === undefined) throw new LabError('argument-invalid', 'Choose a key file.');
        return importSigningKey(db, folders.keys, { path: grantPath(grant), password });
      },
    },
  };

  async function verify(path: string): Promise<ReportVerification> {
    const { verification, isKnownHere } = await verifyFile(db, path);
    const { state, signer, reason, signedAt, detail } = verification;
    return {
      fileName: basename(path),
      ...{ state, reason, signedAt, detail, isKnownHere },
      signerName: signer?.commonName,
      certificateSha256: signer?.certificateSha256,
    };
  }
}

function rowOf({ report, ...listed }: ListedReport): ReportRow {
  const { id, slideId, reviewer, signatureMeaning, issuedAt, pdfSha256 } = report;
  return { id, slideId, reviewer, signatureMeaning, issuedAt, pdfSha256, ...listed };
}

function openPointsOf({ scan }: WorklistRow): readonly OpenPoint[] {
  if (scan === undefined) return [];
  const unseenCount = countUnseen(scan.tally);
  return [
    ...(unseenCount > 0 ? [{ kind: 'must-see', unseenCount } as const] : []),
    ...(scan.failedFieldCount > 0 ? [{ kind: 'failed-fields', count: scan.failedFieldCount } as const] : []),
    ...scan.warnings.map((text) => ({ kind: 'warning', text }) as const),
  ];
}
