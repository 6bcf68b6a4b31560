import { availableParallelism } from 'node:os';
import { LabError } from '../../domain/labError.ts';
import type { RgbRaster } from '../../domain/raster.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { AssociatedImage, SlideInfo, SlideRegion } from '../../domain/slideInfo.ts';
import { type ColourTransform, createColourTransform, iccProfileLimitBytes } from '../colourTransform.ts';
import { createGate, type Gate } from '../createGate.ts';
import { explainDicomFailure } from '../dicom/explainDicomFailure.ts';
import { findSeriesFile } from '../dicom/listSeriesFiles.ts';
import { heldPixelLimit } from '../imageLimits.ts';
import { noteReadingProgress } from '../readingProgress.ts';
import { createWhiteRaster, levelOfRegion, pasteIntoRaster } from '../regionRaster.ts';
import type { SlideSource } from '../slideSource.ts';
import { convertArgb } from './argbToRgb.ts';
import type { OpenSlideLibrary } from './bindOpenSlide.ts';
import { partFailure } from './openSlideFailure.ts';
import { type OpenSlideHandles, openSlideHandles } from './openSlideHandles.ts';
import { loadOpenSlide } from './openSlideLibrary.ts';
import { type NativeRead, planNativeReads } from './planNativeRead.ts';
import { readBackground, readOpenSlideInfo } from './readOpenSlideInfo.ts';

/** A read waits for the disk or computes on one core; more at once would only cost memory. */
const mostReads = Math.max(2, Math.min(4, availableParallelism()));

/** Native pixels of what is being read: an associated image of 64 megapixels fills it. */
const mostReadingBytes = 256e6;

/** A slide as its parts pass it round. */
interface OpenedSlide {
  readonly library: OpenSlideLibrary;
  readonly handles: OpenSlideHandles;
  readonly path: string;
  readonly info: SlideInfo;
  /** 0xRRGGBB, where nothing was scanned */
  readonly background: number;
  readonly gate: Gate;
}

/** The scanner whose format a file is of, as OpenSlide names it: hamamatsu, mirax, generic-tiff …
 *  @returns undefined when OpenSlide does not know the file
 *  @throws LabError 'openslide-missing' */
export async function detectOpenSlideVendor(path: string): Promise<string | undefined> {
  return loadOpenSlide().detectVendor(path);
}

/** Opens a whole slide through OpenSlide.
 *  @throws LabError 'openslide-missing' | 'file-missing' | 'slide-unreadable' */
export async function openWithOpenSlide(
  entry: SlideEntry,
  format: 'aperio' | 'dicom' | 'openslide',
): Promise<SlideSource> {
  const library = loadOpenSlide();
  const path = entry.kind === 'dicom-series' ? await findSeriesFile(entry.path) : entry.path;
  const handles = await openSlideHandles(library, path).catch(async (failure: unknown) => {
    throw format === 'dicom' ? await explainDicomFailure(path, failure) : failure;
  });
  try {
    const { info, background } = await readHead(library, handles, { entry, format });
    const gate = createGate({ mostAtOnce: mostReads, mostBytes: mostReadingBytes });
    return createSource(entry, { library, handles, path, info, background, gate });
  } catch (error) {
    await handles.dispose();
    throw error;
  }
}

async function readHead(
  library: OpenSlideLibrary,
  handles: OpenSlideHandles,
  opened: { readonly entry: SlideEntry; readonly format: 'aperio' | 'dicom' | 'openslide' },
): Promise<Pick<OpenedSlide, 'info' | 'background'>> {
  const { path } = opened.entry;
  let head: Pick<OpenedSlide, 'info' | 'background'> | undefined;
  const fault = await handles.run(async (slide) => {
    head = {
      info: await readOpenSlideInfo(library, slide, opened),
      background: readBackground(library, slide),
    };
  });
  if (head === undefined || fault !== undefined)
    throw partFailure({ path, part: 'the header', fault: fault ?? 'nothing' }, 'slide-unreadable');
  return head;
}

function createSource(entry: SlideEntry, opened: OpenedSlide): SlideSource {
  const { info, handles } = opened;
  let colours: Promise<ColourTransform | undefined> | undefined;
  return {
    entry,
    info,
    async readRegion(region, signal) {
      const reads = planNativeReads(region, levelOfRegion(info, region));
      if (info.hasIccProfile) colours ??= readColours(opened, undefined);
      const transform = await colours?.catch((error: unknown) => {
        colours = undefined; // the next read tries again
        throw error;
      });
      const [first] = reads;
      if (first !== undefined && isWholeRegion(first, region))
        return readPixels(opened, { read: first, transform }, signal);
      const whole = createWhiteRaster(region.widthPx, region.heightPx);
      // all of them settle: what fails must not leave others behind that still read
      const settled = await Promise.allSettled(
        reads.map(async (read) => {
          const pixels = await readPixels(opened, { read, transform }, signal);
          const { xPx, yPx } = read.wanted;
          pasteIntoRaster(whole, pixels, { xPx: xPx - region.xPx, yPx: yPx - region.yPx });
        }),
      );
      for (const end of settled) if (end.status === 'rejected') throw end.reason;
      return whole;
    },
    readAssociatedImage: async (name, signal) => readAssociated(opened, name, signal),
    async readField(fieldIndex) {
      throw new RangeError(`${info.name} is one continuous plane and has no field ${fieldIndex}`);
    },
    dispose: () => handles.dispose(),
  };
}

function isWholeRegion({ wanted }: NativeRead, region: SlideRegion): boolean {
  return wanted.widthPx === region.widthPx && wanted.heightPx === region.heightPx;
}

function readPixels(
  { library, handles, path, info, background, gate }: OpenedSlide,
  { read, transform }: { readonly read: NativeRead; readonly transform: ColourTransform | undefined },
  signal: AbortSignal | undefined,
): Promise<RgbRaster> {
  const { native, wanted, fromX, fromY } = read;
  const bytes = native.widthPx * native.heightPx * 4;
  return gate.run({ bytes, name: info.name, signal }, async () => {
    const argb = new Uint32Array(native.widthPx * native.heightPx);
    const fault = await handles.run((slide) => library.readRegion(slide, native, argb));
    if (fault !== undefined) {
      const part = `the region at ${wanted.xPx}, ${wanted.yPx} of level ${wanted.level}`;
      throw partFailure({ path, part, fault }, 'tile-unreadable');
    }
    noteReadingProgress();
    const { widthPx, heightPx } = wanted;
    const block = { argb, argbWidthPx: native.widthPx, fromX, fromY, widthPx, heightPx };
    return convertArgb(block, background, transform);
  });
}

function readAssociated(
  opened: OpenedSlide,
  name: string,
  signal: AbortSignal | undefined,
): Promise<RgbRaster> {
  const { library, handles, path, info, background } = opened;
  const { widthPx, heightPx } = findAssociated(info, name);
  const bytes = widthPx * heightPx * 4;
  return opened.gate.run({ bytes, name: info.name, signal }, async () => {
    const argb = new Uint32Array(widthPx * heightPx);
    const fault = await handles.run((slide) => library.readAssociatedImage(slide, name, argb));
    if (fault !== undefined)
      throw partFailure({ path, part: `the ${name} image`, fault }, 'slide-unreadable');
    const block = { argb, argbWidthPx: widthPx, fromX: 0, fromY: 0, widthPx, heightPx };
    return convertArgb(block, background, await readColours(opened, name));
  });
}

/** @throws LabError 'argument-invalid' | 'slide-unreadable' when its size is absurd */
function findAssociated({ name, associatedImages }: SlideInfo, imageName: string): AssociatedImage {
  const image = associatedImages.find((each) => each.name === imageName);
  if (image === undefined) {
    const names = associatedImages.map((each) => each.name).join(', ') || 'none';
    throw new LabError('argument-invalid', `${name} has no image "${imageName}". It has: ${names}.`);
  }
  const { widthPx, heightPx } = image;
  if (widthPx > 0 && heightPx > 0 && widthPx * heightPx <= heldPixelLimit) return image;
  throw new LabError(
    'slide-unreadable',
    `Cannot read the image "${imageName}" of ${name}: it claims ${widthPx} x ${heightPx} pixels. The slide itself can be read.`,
    { widthPx, heightPx },
  );
}

/** @param name of an associated image; undefined for the slide itself */
async function readColours(
  { library, handles, path }: OpenedSlide,
  name: string | undefined,
): Promise<ColourTransform | undefined> {
  let profile = new Uint8Array(0);
  const fault = await handles.run(async (slide) => {
    const sizeBytes = await library.readIccSize(slide, name);
    if (sizeBytes <= 0 || sizeBytes > iccProfileLimitBytes) return;
    profile = new Uint8Array(sizeBytes);
    await library.readIcc(slide, name, profile);
  });
  if (fault !== undefined) throw partFailure({ path, part: 'the colour profile', fault }, 'slide-unreadable');
  return createColourTransform(profile);
}
