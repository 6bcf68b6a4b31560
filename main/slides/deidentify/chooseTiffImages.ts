import { LabError } from '../../domain/labError.ts';
import { readTiffDirectories, type TiffDirectory } from '../tiff/readTiffDirectories.ts';
import type { TiffFile } from '../tiff/tiffFile.ts';
import { type OmeImage, rebuildOmeDescription } from './omeDescription.ts';
import { refuseMakers } from './refuseMakers.ts';
import { readTiffImage, type TiffImage } from './tiffImage.ts';

/** An image of the smear that the copy keeps. */
interface KeptImage {
  readonly image: TiffImage;
  readonly role: 'level' | 'thumbnail';
  /** its coarser levels, where the file keeps them in SubIFDs */
  readonly levels: readonly TiffImage[];
}

/** What of a TIFF file's images a de-identified copy has. */
export interface TiffChoice {
  readonly format: 'aperio' | 'ome-tiff' | 'tiff';
  /** in the order of the main chain; the finest first */
  readonly kept: readonly KeptImage[];
  /** of the images left out, for people: "label", "macro", "image 3" … */
  readonly removedImages: readonly string[];
  readonly ome: OmeImage | undefined;
  /** all directories of the file, kept or not */
  readonly directories: readonly TiffDirectory[];
}

/** Chooses what is surely the smear: the first image (of an OME-TIFF the planes of its largest), smaller versions
 *  of it, and Aperio's thumbnail of the scanned area. Label, macro and whatever is not known are left out.
 *  @throws LabError 'deidentification-failed' for a maker's format whose text lies where it cannot be rewritten
 *  @throws LabError 'slide-unreadable' | 'file-missing' */
export async function chooseTiffImages(file: TiffFile): Promise<TiffChoice> {
  const directories = await readTiffDirectories(file);
  await refuseMakers(file, directories);
  const images: (TiffImage | undefined)[] = [];
  for (const [index, directory] of directories.entries())
    images.push(
      await readTiffImage(file, directory, index).catch((error: unknown) => passOver(error, index)),
    );
  const [first] = images;
  if (first === undefined) throw new RangeError('The first image is never passed over');
  const isMain = (image: TiffImage | undefined) => image?.directory.parent === undefined;
  const main = images.filter((image) => image !== undefined && isMain(image)) as readonly TiffImage[];
  if (first.description.includes('<OME')) {
    const ome = rebuildOmeDescription(first.description, file.name);
    const planes = ome.planes.flatMap((plane) => images[plane] ?? []);
    return choice('ome-tiff', planes.filter(isMain).map(asLevel), ome);
  }
  if (first.description.startsWith('Aperio'))
    return choice(
      'aperio',
      main.flatMap((image) => keepOfAperio(image, first)),
      undefined,
    );
  return choice(
    'tiff',
    main.flatMap((image) => keepOfPlainTiff(image, first)),
    undefined,
  );

  function choice(
    format: TiffChoice['format'],
    chosen: readonly Omit<KeptImage, 'levels'>[],
    ome: OmeImage | undefined,
  ): TiffChoice {
    refuseMissingPlanes(file, chosen, ome);
    const kept = chosen.map((one) => ({ ...one, levels: subLevels(one.image) }));
    const keptIndices = new Set(kept.flatMap((one) => [one.image, ...one.levels]).map((one) => one.index));
    const removed = directories.flatMap((_, i) => (keptIndices.has(i) ? [] : [nameOf(images[i], i)]));
    return {
      format,
      kept,
      removedImages: ome === undefined ? removed : renameByOme(removed, ome),
      ome,
      directories,
    };
  }

  function subLevels(image: TiffImage): readonly TiffImage[] {
    const listed = images.filter((one) => one?.directory.parent === image.index) as readonly TiffImage[];
    return listed.filter((one) => isReducedVersion(one, image));
  }
}

/** An image that cannot even be told its size by is left out, unless it is the first. */
function passOver(error: unknown, index: number): undefined {
  if (index > 0 && error instanceof LabError && error.code === 'slide-unreadable') return undefined;
  throw error;
}

function asLevel(image: TiffImage): Omit<KeptImage, 'levels'> {
  return { image, role: 'level' };
}

function keepOfAperio(image: TiffImage, first: TiffImage): readonly Omit<KeptImage, 'levels'>[] {
  if (image === first) return [asLevel(image)];
  if (/label|macro/i.test(image.description) || image.subfileType !== 0) return [];
  if (image.isTiled && isReducedVersion(image, first)) return [asLevel(image)];
  return isAperioThumbnail(image, first) ? [{ image, role: 'thumbnail' }] : [];
}

/** Aperio says of its thumbnail which image it shows: "46000x32914 -> 1024x732". */
function isAperioThumbnail(image: TiffImage, first: TiffImage): boolean {
  const said = /^\s*(\d+)x(\d+) -> (\d+)x(\d+)/m.exec(image.description.replace(/^.*?\n/, ''));
  if (said === null) return false;
  const sizes = said.slice(1, 5).map(Number);
  const own = [first.widthPx, first.heightPx, image.widthPx, image.heightPx];
  return own.every((edge, i) => edge === sizes[i]) && hasShapeOf(image, first);
}

function keepOfPlainTiff(image: TiffImage, first: TiffImage): readonly Omit<KeptImage, 'levels'>[] {
  if (image === first) return [asLevel(image)];
  const isLevel = (image.subfileType & 1) === 1 && image.isTiled === first.isTiled;
  return isLevel && isReducedVersion(image, first) ? [asLevel(image)] : [];
}

function isReducedVersion(image: TiffImage, first: TiffImage): boolean {
  const isMask = (image.subfileType & 4) !== 0;
  const isSmaller = image.widthPx < first.widthPx || image.heightPx < first.heightPx;
  const samples = [image.samplesPerPixel, ...image.bitsPerSample].join();
  const hasSameSamples = samples === [first.samplesPerPixel, ...first.bitsPerSample].join();
  return !isMask && isSmaller && hasSameSamples && hasShapeOf(image, first);
}

/** True when one factor brings both edges of the first image to those of the other, within a pixel. */
function hasShapeOf(image: TiffImage, first: TiffImage): boolean {
  const least = Math.max(first.widthPx / (image.widthPx + 1), first.heightPx / (image.heightPx + 1));
  const most = Math.min(
    first.widthPx / Math.max(image.widthPx - 1, 0.5),
    first.heightPx / Math.max(image.heightPx - 1, 0.5),
  );
  return least <= most && most > 1;
}

function nameOf(image: TiffImage | undefined, index: number): string {
  const told = image === undefined ? null : /^(label|macro)\b/im.exec(image.description.split('|')[0] ?? '');
  return told?.[1]?.toLowerCase() ?? `image ${index}`;
}

/** The directories of an OME-TIFF have no names; its XML may say what they are. */
function renameByOme(removed: readonly string[], ome: OmeImage): readonly string[] {
  return removed.length === ome.otherNames.length ? ome.otherNames : removed;
}

function refuseMissingPlanes(
  file: TiffFile,
  chosen: readonly Omit<KeptImage, 'levels'>[],
  ome: OmeImage | undefined,
): void {
  const [first] = chosen;
  const isWhole =
    first !== undefined &&
    (ome === undefined || chosen.length === ome.planes.length) &&
    (ome === undefined ||
      chosen.every(
        ({ image }) => image.widthPx === first.image.widthPx && image.heightPx === first.image.heightPx,
      ));
  if (isWhole && (ome !== undefined || (first.image.subfileType & 5) === 0)) return;
  throw new LabError(
    'deidentification-failed',
    `Cannot de-identify ${file.name}: which of its images show the smear cannot be told. Export it as a plain tiled TIFF.`,
  );
}
