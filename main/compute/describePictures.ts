import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { PixelBox } from '../domain/cell.ts';
import { computeColourStatistics } from '../domain/colourStatistics.ts';
import { LabError } from '../domain/labError.ts';
import type { RgbRaster } from '../domain/raster.ts';
import { maskCorner, meetsScaleBarCorner } from '../domain/scaleBarCorner.ts';
import { computePictureHash } from '../pixels/computePictureHash.ts';
import { resampleWindow } from '../pixels/resample.ts';
import { readImage } from '../slides/readImage.ts';
import type { JobContext } from './jobContext.ts';
import type { DescribedPicture, DescribePicturesRequest, DescribePicturesResult } from './messages.ts';
import { breathe, readAhead } from './readAhead.ts';

/** Window of a cell whose picture has no scale, in sizes of the cell: a lymphocyte is about two red cells wide, and the
 *  network's window about twelve. */
const windowCells = 5;
/** The same where the scale is known, in red cells. */
const windowRedCells = 11.2;
const windowEdge = { widthPx: 64, heightPx: 64 } as const;

/** What pictures of a dataset look like: content, hash, colours of the whole or of each cell. One that cannot be read is
 *  an outcome. TensorFlow has no part in it; it is here because damaged files may take the process along.
 *  @throws LabError 'cancelled' */
export async function describePictures(
  { pictures }: DescribePicturesRequest,
  { signal }: JobContext,
): Promise<DescribePicturesResult> {
  const described: DescribedPicture[] = [];
  const readings = readAhead(
    pictures,
    ({ path }) => path,
    async ({ path }) => ({ sha256: await hashContent(path, signal), field: await readImage(path, signal) }),
  );
  for await (const reading of readings) {
    await breathe(signal);
    if (reading.ok) {
      const { sha256, field } = reading.pixels;
      const hash = computePictureHash(field);
      described.push({ ok: true, sha256, hash, colours: describeColours(field, reading.item.views) });
    } else described.push({ ok: false, message: reading.failure.message });
  }
  return { pictures: described };
}

async function hashContent(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal }).catch((cause: unknown) => {
    throw signal.aborted
      ? new LabError('cancelled', `Reading ${path} was cancelled.`, {}, { cause })
      : new LabError('file-missing', `${path} is not there, or cannot be read.`, { path }, { cause });
  });
  return hash.digest('hex');
}

function describeColours(
  field: RgbRaster,
  views: DescribePicturesRequest['pictures'][number]['views'],
): readonly (readonly number[])[] {
  const masked = maskCorner(field);
  return views.map(({ cell, redCellDiameterPx }) => {
    if (cell === undefined) return computeColourStatistics(masked);
    const source = meetsScaleBarCorner(cell, field) ? field : masked;
    return computeColourStatistics(resampleWindow(source, windowAround(cell, redCellDiameterPx), windowEdge));
  });
}

function windowAround(cell: PixelBox, redCellDiameterPx: number | undefined): PixelBox {
  const edgePx =
    redCellDiameterPx === undefined
      ? windowCells * Math.max(cell.widthPx, cell.heightPx)
      : windowRedCells * redCellDiameterPx;
  return {
    xPx: cell.xPx + cell.widthPx / 2 - edgePx / 2,
    yPx: cell.yPx + cell.heightPx / 2 - edgePx / 2,
    widthPx: edgePx,
    heightPx: edgePx,
  };
}
