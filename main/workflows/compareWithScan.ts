import type { Db } from '../database/open.ts';
import { readScan } from '../database/scans.ts';
import { listSlides } from '../database/slides.ts';
import type { PixelSize } from '../domain/pixelSize.ts';
import type { SlideEntry } from '../domain/slide.ts';

/** What a database knows of a slide on disk. */
export interface RecordedSlide {
  /** by the SHA-256 of what was scanned at this path, or anywhere when nothing was scanned here; 'changed' also when
   *  the slide can no longer be read */
  readonly state: 'never-scanned' | 'unchanged' | 'changed';
  /** of the newest scan of this content, or else of what lay here */
  readonly scannedAt: string | undefined;
  /** what that scan worked with, and who said so */
  readonly pixelSize: PixelSize | undefined;
}

/** @param sha256 of the slide as it lies on disk now; undefined when it cannot be read */
export function compareWithScan(db: Db, entry: SlideEntry, sha256: string | undefined): RecordedSlide {
  const scanned = listSlides(db).filter((slide) => slide.currentScan !== undefined);
  const here = scanned.filter((slide) => slide.path === entry.path);
  const same = [...here, ...scanned].find((slide) => slide.sha256 === sha256);
  const meant = same ?? here.at(-1);
  if (meant?.currentScan === undefined)
    return { state: 'never-scanned', scannedAt: undefined, pixelSize: undefined };
  const scan = readScan(db, meant.currentScan.id);
  return {
    state: same === undefined ? 'changed' : 'unchanged',
    scannedAt: scan.finishedAt,
    pixelSize: scan.pixelSize,
  };
}
