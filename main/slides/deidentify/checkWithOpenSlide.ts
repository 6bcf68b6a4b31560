import { basename } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import type { SlideEntry, SlideKind } from '../../domain/slide.ts';
import { openWithOpenSlide } from '../openslide/openSlideSource.ts';
import type { SlideSource } from '../slideSource.ts';
import { proofFailure } from './proofFailure.ts';

interface OpenedPaths {
  readonly source: string;
  readonly copy: string;
  readonly format: 'aperio' | 'dicom' | 'openslide';
  readonly kind: Extract<SlideKind, 'image-file' | 'dicom-series'>;
}

/** Regions along each edge of a level, and their size. */
const regionsAcross = 3;
const mostRegionPx = 512;

/** Opens original and copy with OpenSlide, a reader that shares nothing with ours, and checks that the copy shows
 *  the same levels, scale and pixels, and no associated image but a thumbnail.
 *  @returns false when OpenSlide is not set up or does not read the original
 *  @throws LabError 'deidentification-failed' | 'cancelled' */
export async function checkWithOpenSlide(
  paths: OpenedPaths,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const source = await openIfReadable(paths, paths.source);
  if (source === undefined) return false;
  try {
    const copy = await openIfReadable(paths, paths.copy);
    // one file of a DICOM series is read together with the others beside it, a copy of it alone may be no slide
    if (copy === undefined && paths.format === 'dicom' && paths.kind === 'image-file') return false;
    if (copy === undefined) throw proofFailure('OpenSlide reads the original and not the copy');
    try {
      await compare(source, copy, signal);
      return true;
    } finally {
      await copy.dispose();
    }
  } finally {
    await source.dispose();
  }
}

async function openIfReadable({ format, kind }: OpenedPaths, path: string): Promise<SlideSource | undefined> {
  const entry: SlideEntry = { name: basename(path), path, kind };
  try {
    return await openWithOpenSlide(entry, format);
  } catch (error) {
    if (error instanceof LabError && error.code !== 'cancelled') return undefined;
    throw error;
  }
}

async function compare(
  source: SlideSource,
  copy: SlideSource,
  signal: AbortSignal | undefined,
): Promise<void> {
  const other = copy.info.associatedImages.find((each) => each.name !== 'thumbnail');
  if (other !== undefined)
    throw proofFailure(`OpenSlide still finds an image in it that is no part of the smear (${other.name})`);
  const scale = ({ info }: SlideSource) =>
    `${info.pixelSize?.xUm} ${info.pixelSize?.yUm} ${info.objectivePower}`;
  if (scale(source) !== scale(copy) || source.info.hasIccProfile !== copy.info.hasIccProfile)
    throw proofFailure('OpenSlide reads another scale or colour profile from it than from the original');
  for (const [level, { widthPx, heightPx }] of copy.info.levels.entries()) {
    const own = source.info.levels.findIndex(
      (each) => each.widthPx === widthPx && each.heightPx === heightPx,
    );
    if (own === -1) throw proofFailure('OpenSlide finds other levels in it than in the original');
    for (const region of regionsOf(widthPx, heightPx)) {
      const [original, copied] = [
        await readIfWhole(source, { level: own, ...region }, signal),
        await readIfWhole(copy, { level, ...region }, signal),
      ];
      if (original === undefined ? copied !== undefined : copied === undefined || !isSame(original, copied))
        throw proofFailure(`OpenSlide reads other pixels from its level ${level} than from the original`);
    }
  }
}

/** A damaged region is undefined: the copy has its damage too. */
async function readIfWhole(
  slide: SlideSource,
  region: Parameters<SlideSource['readRegion']>[0],
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  try {
    return (await slide.readRegion(region, signal)).data;
  } catch (error) {
    if (error instanceof LabError && error.code === 'tile-unreadable') return undefined;
    throw error;
  }
}

/** Evenly over the level. */
function regionsOf(widthPx: number, heightPx: number) {
  const [width, height] = [Math.min(widthPx, mostRegionPx), Math.min(heightPx, mostRegionPx)];
  const starts = (edge: number, size: number) => {
    const all = Array.from({ length: regionsAcross }, (_, i) =>
      Math.floor(((edge - size) * i) / (regionsAcross - 1)),
    );
    return [...new Set(all)];
  };
  return starts(heightPx, height).flatMap((yPx) =>
    starts(widthPx, width).map((xPx) => ({ xPx, yPx, widthPx: width, heightPx: height })),
  );
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
