/** Every expected failure of the lab. The message of a LabError says what happened and what to do. */
export type LabErrorCode =
  | 'argument-invalid'
  | 'cancelled'
  | 'compute-process-lost'
  | 'database-busy'
  | 'database-newer-than-program'
  | 'database-not-ours'
  | 'database-read-only'
  | 'database-unreadable'
  | 'deidentification-failed'
  | 'dataset-invalid'
  | 'disk-full'
  | 'engine-unavailable'
  | 'file-missing'
  | 'folder-empty'
  | 'folder-missing'
  | 'image-too-large'
  | 'key-invalid'
  | 'key-password-wrong'
  | 'memory-short'
  | 'model-corrupt'
  | 'model-import-refused'
  | 'model-shape-mismatch'
  | 'model-unknown'
  | 'openslide-missing'
  | 'output-exists'
  | 'output-unwritable'
  | 'pdf-unreadable'
  | 'person-unknown'
  | 'promotion-refused'
  | 'report-not-ready'
  | 'role-lacking'
  | 'runtime-missing'
  | 'scale-unknown'
  | 'setup-failed'
  | 'slide-changed'
  | 'slide-reader-lost'
  | 'slide-unknown'
  | 'slide-unreadable'
  | 'station-lost'
  | 'tile-unreadable'
  | 'training-busy'
  | 'training-failed';

/** Details that go to logs beside the message: ids, paths, sizes. Never patient data. */
export type LabErrorDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/** An expected failure: its code is for programs, its message for people. Bugs are plain Errors. */
export class LabError extends Error {
  readonly code: LabErrorCode;
  readonly details: LabErrorDetails;

  constructor(
    code: LabErrorCode,
    message: string,
    details: LabErrorDetails = {},
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
    this.details = details;
  }
}
