import type { ModelId, ReportId } from './ids.ts';
import type { ScanId } from './scan.ts';
import type { SlideId } from './slide.ts';

/** A report that was signed and written, with the inputs it was made from. Never changed or deleted. */
export interface IssuedReport {
  readonly id: ReportId;
  readonly slideId: SlideId;
  readonly scanId: ScanId;
  readonly modelId: ModelId;
  readonly reviewer: string;
  readonly signatureMeaning: string;
  /** of the signed file, 64 lower-case hexadecimal digits */
  readonly pdfSha256: string;
  readonly path: string;
  /** all that the report says, as JSON data */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly issuedAt: string;
}
