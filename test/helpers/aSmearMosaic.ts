import type { PixelBox } from '../../main/domain/cell.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import type { RgbRaster } from '../../main/domain/raster.ts';
import { pasteIntoRaster } from '../../main/slides/regionRaster.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';

/** A picture of a piece of smear with the white cells in it, boxes in its pixels. */
export interface SmearPiece {
  readonly pixels: RgbRaster;
  readonly whiteCells: readonly PixelBox[];
}

/** A whole slide put together of pieces, and where its white cells are, slide pixels. */
export interface SmearMosaic {
  readonly pixels: RgbRaster;
  readonly whiteCells: readonly PixelBox[];
  /** where the pieces lie; around them is glass */
  readonly smear: PixelBox;
}

const glassLevel = 242;

/** Lays pieces of one size side by side, row by row, on glass.
 *  @param glassPx of glass on every side */
export function layMosaic(
  pieces: readonly SmearPiece[],
  { columns, glassPx }: { readonly columns: number; readonly glassPx: number },
): SmearMosaic {
  const [first] = pieces;
  if (first === undefined) throw new Error('A mosaic needs a piece');
  const { widthPx: pieceWidth, heightPx: pieceHeight } = first.pixels;
  const rows = Math.floor(pieces.length / columns);
  const smear = {
    xPx: glassPx,
    yPx: glassPx,
    widthPx: columns * pieceWidth,
    heightPx: rows * pieceHeight,
  };
  const pixels = paintGlass(smear.widthPx + 2 * glassPx, smear.heightPx + 2 * glassPx);
  const whiteCells = pieces.slice(0, columns * rows).flatMap((piece, index) => {
    const xPx = glassPx + (index % columns) * pieceWidth;
    const yPx = glassPx + Math.floor(index / columns) * pieceHeight;
    pasteIntoRaster(pixels, piece.pixels, { xPx, yPx });
    return piece.whiteCells.map((box) => ({ ...box, xPx: box.xPx + xPx, yPx: box.yPx + yPx }));
  });
  return { pixels, whiteCells, smear };
}

function paintGlass(widthPx: number, heightPx: number): RgbRaster {
  const random = createRandom(9);
  // a table: a random number a pixel takes longer than the scan
  const noise = Uint8Array.from({ length: 65_521 }, () => glassLevel - 2 + Math.floor(random() * 4));
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let from = 0; from < data.length; from += noise.length)
    data.set(noise.subarray(0, Math.min(noise.length, data.length - from)), from);
  return { widthPx, heightPx, data };
}

/** The mosaic with a part of it out of focus.
 *  @param sigmaPx of the blur */
export async function blurPart(mosaic: SmearMosaic, part: PixelBox, sigmaPx: number): Promise<SmearMosaic> {
  const { widthPx, heightPx, data } = mosaic.pixels;
  const cut = { left: part.xPx, top: part.yPx, width: part.widthPx, height: part.heightPx };
  const blurred = await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .extract(cut)
    .blur(sigmaPx)
    .raw()
    .toBuffer();
  const pixels = { widthPx, heightPx, data: data.slice() };
  pasteIntoRaster(pixels, { widthPx: part.widthPx, heightPx: part.heightPx, data: blurred }, part);
  return { ...mosaic, pixels };
}

/** Writes a mosaic as whole-slide scanners do: a pyramid of JPEG tiles in one TIFF.
 *  @param pixelSizeUm what the file says; undefined: nothing */
export async function writeMosaic(
  { pixels }: SmearMosaic,
  path: string,
  pixelSizeUm?: number,
): Promise<void> {
  const { widthPx, heightPx, data } = pixels;
  const scale =
    pixelSizeUm === undefined
      ? {}
      : { resolutionUnit: 'cm' as const, xres: 1000 / pixelSizeUm, yres: 1000 / pixelSizeUm };
  await sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .tiff({
      ...{ tile: true, pyramid: true, tileWidth: 256, tileHeight: 256 },
      ...{ compression: 'jpeg', quality: 92, ...scale },
    })
    .toFile(path);
}
