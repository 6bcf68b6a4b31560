import { LabError } from '../domain/labError.ts';
import type { ScanId } from '../domain/scan.ts';
import type { SlideId } from '../domain/slide.ts';
import type { Db } from './db.ts';
import { readSlide } from './slides.ts';

/** The slide's newest scan.
 *  @throws LabError 'slide-unknown', or 'argument-invalid' when the slide has no finished scan */
export function requireCurrentScan(db: Db, slideId: SlideId): ScanId {
  const slide = readSlide(db, slideId);
  if (slide.currentScan !== undefined) return slide.currentScan.id;
  throw new LabError(
    'argument-invalid',
    `${slide.name} has not been scanned yet${slide.failure === undefined ? '' : `: ${slide.failure.message}`}. Scan it first.`,
    { slideId },
  );
}
