import type { RgbRaster } from '../domain/raster.ts';
import type { Field, SlideEntry } from '../domain/slide.ts';
import type { SlideInfo, SlideRegion } from '../domain/slideInfo.ts';

/** A slide opened for reading, whatever its format. Pixels are read on demand; memory stays bounded.
 *  Whoever opens it disposes of it. Calls may overlap. All pixels are 8-bit sRGB with the slide's ICC profile
 *  applied, alpha over white; what lies beyond the slide, and the gaps of a contact grid, are white. */
export interface SlideSource {
  readonly entry: SlideEntry;
  readonly info: SlideInfo;
  /** Decodes a rectangle of a level, at most 64 megapixels.
   *  @throws LabError 'tile-unreadable' when a part of it is damaged; the rest of the slide can still be read
   *  @throws LabError 'slide-unreadable' | 'file-missing' | 'cancelled' */
  readRegion(region: SlideRegion, signal?: AbortSignal): Promise<RgbRaster>;
  /** The stored tile of a level as a JPEG file that shows what `readRegion` would give, checked to be whole, or
   *  undefined when the tile is not stored so (other compression, cut by the edge, ICC profile to apply).
   *  @throws LabError 'tile-unreadable' when it is damaged | 'cancelled' */
  readStoredJpeg?(
    tile: { readonly level: number; readonly column: number; readonly row: number },
    signal?: AbortSignal,
  ): Promise<Uint8Array | undefined>;
  /** @throws LabError 'argument-invalid' when there is none of that name | 'slide-unreadable' | 'cancelled' */
  readAssociatedImage(name: string, signal?: AbortSignal): Promise<RgbRaster>;
  /** Decodes one camera image of `info.fields`, whole.
   *  @throws LabError 'slide-unreadable' | 'file-missing' | 'image-too-large' naming the file and what to do
   *  @throws LabError 'cancelled'; RangeError, a bug, when the slide has no such field */
  readField(
    fieldIndex: number,
    signal?: AbortSignal,
  ): Promise<{ readonly field: Field; readonly pixels: RgbRaster }>;
  /** Closes files and gives native memory back, once running reads are done. */
  dispose(): Promise<void>;
}
