/** One line of the audit chain: who did what to what. Never patient data. */
export interface AuditEntry {
  /** 1, 2, 3 … without a gap */
  readonly sequence: number;
  readonly at: string;
  /** a person's name, or 'program' */
  readonly actor: string;
  /** a verb in the past: 'slide-scanned' */
  readonly action: string;
  /** the id of what was acted on */
  readonly subject: string;
  readonly details: AuditDetails;
  /** SHA-256 of the previous entry's hash and this entry's content, 64 hexadecimal digits */
  readonly hash: string;
}

export type AuditDetails = Readonly<Record<string, string | number | boolean>>;
