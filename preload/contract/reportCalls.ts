import { z } from 'zod';
import type { ReportId } from '../../main/domain/ids.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { defineCall, grantIdSchema, noArguments, ofSlide, slideIdSchema, uuidSchema } from './defineCall.ts';

/** A signed report in the list. */
export interface ReportRow {
  readonly id: ReportId;
  readonly slideId: SlideId;
  readonly slideName: string;
  readonly reviewer: string;
  readonly signatureMeaning: string;
  readonly issuedAt: string;
  readonly pdfSha256: string;
  readonly fileName: string;
  /** false: the file is gone from where it was written */
  readonly isFileThere: boolean;
}

/** An unsigned report as it would be signed now; its pages are at `reportPreviewUrl(previewId)`. */
export interface ReportPreview {
  readonly previewId: string;
  readonly slideId: SlideId;
  readonly sizeBytes: number;
  /** what keeps it from being signed as reviewed; empty when nothing does */
  readonly openPoints: readonly OpenPoint[];
}

export type OpenPoint =
  | { readonly kind: 'must-see'; readonly unseenCount: number }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'failed-fields'; readonly count: number };

/** A key that signs reports. */
export interface SigningKey {
  readonly id: string;
  readonly commonName: string;
  /** ISO 8601 */
  readonly validUntil: string | undefined;
  readonly addedAt: string;
}

export interface ReportVerification {
  readonly fileName: string;
  readonly state: 'valid' | 'altered' | 'unsigned';
  readonly signerName: string | undefined;
  readonly reason: string | undefined;
  readonly signedAt: string | undefined;
  /** SHA-256 of the certificate, for comparison with one that is known */
  readonly certificateSha256: string | undefined;
  readonly detail: string;
  /** true: byte for byte a report that this database has issued */
  readonly isKnownHere: boolean;
}

const password = z.string().min(1).max(1000);

/** Reports, keys and signatures. Answered by the station. */
export const reportCalls = {
  /** newest first; of one slide or of all */
  listReports: defineCall<readonly ReportRow[]>()(z.strictObject({ slideId: slideIdSchema.optional() })),
  /** @throws 'argument-invalid' without a scan | 'slide-changed' | 'file-missing' … */
  previewReport: defineCall<ReportPreview>()(ofSlide),
  /** signs in the name of the person of the settings. 'report-not-ready' while cells that must be seen are not;
   *  'key-password-wrong' */
  signReport: defineCall<ReportRow>()(
    z.strictObject({
      slideId: slideIdSchema,
      keyId: uuidSchema,
      password,
      meaning: z.enum(['reviewed', 'approved']),
      /** IANA name of the zone of printed dates */
      timeZone: z.string().max(100),
    }),
  ),
  verifyReport: defineCall<ReportVerification>()(
    z.union([
      z.strictObject({ reportId: uuidSchema }),
      z.strictObject({ grants: z.array(grantIdSchema).length(1) }),
    ]),
  ),
  listKeys: defineCall<readonly SigningKey[]>()(noArguments),
  createKey: defineCall<SigningKey>()(
    z.strictObject({ commonName: z.string().trim().min(1).max(64), password: z.string().min(8).max(1000) }),
  ),
  /** copies a PKCS#12 file of the lab into the station. 'key-invalid' | 'key-password-wrong' */
  importKey: defineCall<SigningKey>()(z.strictObject({ grants: z.array(grantIdSchema).length(1), password })),
};
