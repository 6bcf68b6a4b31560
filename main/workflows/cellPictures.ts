import type { PixelBox } from '../domain/cell.ts';
import type { RgbRaster } from '../domain/raster.ts';
import type { ReviewedCell } from '../domain/reviewedCell.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { createSlideReaders, type SlideReader } from '../slides/reader/readerClient.ts';
import { readWholeParts } from '../slides/readWholeParts.ts';

/** Reads the surroundings of cells from their slide. */
export interface CellPictures {
  /** The square about a cell's centre, at full resolution. Of a continuous slide it is read wherever the cell lies in
   *  its field; of a camera image it ends with the image. What is damaged is white.
   *  @param edgePx full-resolution pixels
   *  @returns the part of the square that lies on the image, and the square in pixels of that part
   *  @throws LabError of the slide's reader */
  readAround(
    cell: ReviewedCell,
    edgePx: number,
  ): Promise<{ readonly pixels: RgbRaster; readonly square: PixelBox }>;
}

/** Opens a slide in a process of its own, lets `work` read pictures of its cells, and closes it.
 *  @throws LabError of the slide's reader, and what `work` throws */
export async function withCellPictures<Result>(
  entry: SlideEntry,
  work: (pictures: CellPictures) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const readers = createSlideReaders();
  try {
    const { name, path, kind } = entry;
    const reader = await readers.open({ name, path, kind }, { signal });
    return await work({ readAround: (cell, edgePx) => readAround(reader, { cell, edgePx }, signal) });
  } finally {
    await readers.dispose();
  }
}

async function readAround(
  reader: SlideReader,
  { cell, edgePx }: { readonly cell: ReviewedCell; readonly edgePx: number },
  signal: AbortSignal | undefined,
): ReturnType<CellPictures['readAround']> {
  const { image, field } = placeOf(reader, cell);
  const size = Math.max(1, Math.ceil(edgePx));
  const square = {
    xPx: Math.round(field.xPx + cell.xPx + (cell.widthPx - size) / 2),
    yPx: Math.round(field.yPx + cell.yPx + (cell.heightPx - size) / 2),
    widthPx: size,
    heightPx: size,
  };
  const seen = intersect(square, image);
  const { pixels } = await readWholeParts(reader, { level: 0, ...seen }, signal);
  return { pixels, square: { ...square, xPx: square.xPx - seen.xPx, yPx: square.yPx - seen.yPx } };
}

/** Where the cell's field begins on the slide, and what may be shown with it: its camera image, or all of a
 *  continuous slide. */
function placeOf(
  { info }: SlideReader,
  cell: ReviewedCell,
): { readonly image: PixelBox; readonly field: { readonly xPx: number; readonly yPx: number } } {
  if (info.fields === undefined) {
    const image = { xPx: 0, yPx: 0, widthPx: info.widthPx, heightPx: info.heightPx };
    return { image, field: { xPx: cell.fieldXPx ?? 0, yPx: cell.fieldYPx ?? 0 } };
  }
  const image = info.fields.find(({ name }) => name === cell.fieldName);
  if (image === undefined) throw new Error(`The slide ${info.name} has no field ${cell.fieldName}`);
  return { image, field: image };
}

/** At least one pixel, though the boxes do not meet. */
function intersect(box: PixelBox, image: PixelBox): PixelBox {
  const clampX = (x: number) => Math.min(image.xPx + image.widthPx - 1, Math.max(image.xPx, x));
  const clampY = (y: number) => Math.min(image.yPx + image.heightPx - 1, Math.max(image.yPx, y));
  const [xPx, yPx] = [clampX(box.xPx), clampY(box.yPx)];
  return {
    xPx,
    yPx,
    widthPx: clampX(box.xPx + box.widthPx - 1) - xPx + 1,
    heightPx: clampY(box.yPx + box.heightPx - 1) - yPx + 1,
  };
}
