/** What writing a de-identified copy takes. */
export interface CopyOptions {
  /** of the file or, of a DICOM series, the folder to be made; nothing may be there */
  readonly outPath: string;
  readonly signal: AbortSignal | undefined;
  /** called as pixels are copied, with the number of source bytes done since the last call */
  readonly onBytes: ((bytes: number) => void) | undefined;
}
