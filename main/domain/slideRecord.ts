import type { PixelSize } from './pixelSize.ts';
import type { ScanId } from './scan.ts';
import type { SlideEntry, SlideId } from './slide.ts';

export type SlideState = 'pending' | 'scanned' | 'failed';

/** A slide as the database knows it. */
export interface SlideRecord extends SlideEntry {
  readonly id: SlideId;
  /** of the slide's content, 64 lower-case hexadecimal digits; undefined when it could not be read */
  readonly sha256: string | undefined;
  readonly sizeBytes: number | undefined;
  /** what the last attempt came to; a failed slide may have earlier scans */
  readonly state: SlideState;
  readonly failure: SlideFailure | undefined;
  /** drawn by the program for demonstration, no patient's smear */
  readonly isSynthetic: boolean;
  readonly createdAt: string;
  readonly currentScan: CurrentScan | undefined;
}

/** Why the last attempt at a slide failed: a LabErrorCode and its message. */
export interface SlideFailure {
  readonly code: string;
  readonly message: string;
}

/** The slide's newest finished scan. */
export interface CurrentScan {
  readonly id: ScanId;
  readonly scannedAt: string;
  readonly redCellDiameterPx: number | undefined;
  readonly pixelSize: PixelSize | undefined;
  readonly cellCount: number;
}
