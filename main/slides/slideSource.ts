import type { RgbRaster } from '../domain/raster.ts';
import type { Field, SlideEntry } from '../domain/slide.ts';

/** A slide opened for reading. Fields are read one at a time and never all held in memory.
 *  Whoever opens it disposes of it. */
export interface SlideSource {
  readonly entry: SlideEntry;
  /** fields in natural order of their names; sizes are known only once a field is read */
  readonly fieldNames: readonly string[];
  /** Decodes one field to 8-bit sRGB (16-bit scaled down, CMYK and grey converted, alpha over white).
   *  @throws LabError 'slide-unreadable' | 'file-missing' | 'image-too-large' naming the file and what to do
   *  @throws LabError 'cancelled' when the signal is aborted */
  readField(
    fieldIndex: number,
    signal?: AbortSignal,
  ): Promise<{ readonly field: Field; readonly pixels: RgbRaster }>;
  dispose(): void;
}
