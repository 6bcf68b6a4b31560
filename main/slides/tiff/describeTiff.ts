import { LabError } from '../../domain/labError.ts';
import { type PixelSize, readPixelSize } from '../../domain/pixelSize.ts';
import { aperioImageName, isAperioDescription, readAperioDescription } from './aperioDescription.ts';
import { isOmeXml, type OmeImage, readOmeMetadata } from './omeMetadata.ts';
import { isNdpi, readTiffDirectories, type TiffDirectory } from './readTiffDirectories.ts';
import { readTiffImage, type TiffImage } from './readTiffImage.ts';
import { type TiffFile, tiffFailure } from './tiffFile.ts';
import { isDecodable, pickLevels } from './tiffLevels.ts';
import { readTiffPixelSize } from './tiffPixelSize.ts';
import { readNumbers, readText, readTextStart, tiffTags } from './tiffTags.ts';

/** A TIFF file that is read tile by tile. */
export interface TiffSlide {
  readonly format: 'aperio' | 'ome-tiff' | 'tiled-tiff';
  readonly vendor: string | undefined;
  /** finest first, at least one; all tiled */
  readonly levels: readonly TiffImage[];
  readonly associatedImages: ReadonlyMap<string, TiffImage>;
  readonly pixelSize: PixelSize | undefined;
  readonly objectivePower: number | undefined;
}

/** What a TIFF file is, and who reads it. */
type TiffDescription =
  | { readonly kind: 'slide'; readonly slide: TiffSlide }
  /** one of OpenSlide's formats, or compressed as only OpenSlide can read */
  | { readonly kind: 'openslide'; readonly format: 'aperio' | 'openslide' }
  /** an image like any other; its first page counts */
  | { readonly kind: 'plain'; readonly pixelSize: PixelSize | undefined };

/** JPEG 2000 as Aperio writes it. */
const jpeg2000: ReadonlySet<number> = new Set([33_003, 33_005]);

/** A single resolution in tiles is taken for a camera image up to 16 megapixels. */
const cameraPixelLimit = 16e6;

/** OME-XML of slides has some 10 kB, of thousands of planes 2 MB. More would take seconds to parse: such a slide is
 *  read without it. */
const omeLimitBytes = 4e6;

/** Tells what a TIFF file is by its tags; pixels are not read.
 *  @throws LabError 'slide-unreadable' | 'file-missing' */
export async function describeTiff(file: TiffFile): Promise<TiffDescription> {
  const directories = await readTiffDirectories(file);
  const first = directories[0];
  if (first === undefined) throw tiffFailure(file.path, 'it holds no image');
  const description = await textStart(file, first, tiffTags.imageDescription);
  if (isNdpi(directories) || (await isForeign(file, first, description)))
    return { kind: 'openslide', format: 'openslide' };
  const isAperio = isAperioDescription(description);
  const compression = await firstNumber(file, first, tiffTags.compression);
  if (first.tags.has(tiffTags.tileWidth) && jpeg2000.has(compression ?? 1))
    return { kind: 'openslide', format: isAperio ? 'aperio' : 'openslide' };
  const slide = await describeSlide(file, { directories, description, isAperio });
  if (slide === undefined)
    return { kind: 'plain', pixelSize: await readTiffPixelSize(file, first, description) };
  refuseCutShort(file, slide.levels[0]);
  return { kind: 'slide', slide };
}

interface KnownTags {
  readonly directories: readonly TiffDirectory[];
  readonly description: string;
  readonly isAperio: boolean;
}

/** @returns undefined when it is no slide of tiles that the lab decodes itself */
async function describeSlide(file: TiffFile, known: KnownTags): Promise<TiffSlide | undefined> {
  const { directories, description, isAperio } = known;
  if (isAperio && directories[0]?.tags.has(tiffTags.tileWidth)) return describeAperio(file, known);
  if (isOmeXml(description)) {
    const found = directories[0]?.tags.get(tiffTags.imageDescription);
    const isRead = found !== undefined && found.byteLength <= omeLimitBytes;
    const images = isRead ? readOmeMetadata(await readText(file, found)) : undefined;
    return describeOme(file, directories, images ?? []);
  }
  const levels = await readPyramid(file, directories, 0);
  const [full] = levels;
  if (full === undefined) return undefined;
  if (levels.length === 1 && full.widthPx * full.heightPx <= cameraPixelLimit) return undefined;
  return {
    format: 'tiled-tiff',
    vendor: 'generic-tiff',
    levels,
    associatedImages: new Map(),
    pixelSize: await readTiffPixelSize(file, full.directory, description),
    objectivePower: undefined,
  };
}

async function describeAperio(file: TiffFile, { directories, description }: KnownTags): Promise<TiffSlide> {
  const levels: TiffImage[] = [];
  const associatedImages = new Map<string, TiffImage>();
  for (const [index, directory] of directories.entries()) {
    if (directory.parent !== undefined) continue;
    const image = await readTiffImage(file, directory);
    const name = aperioImageName(await textStart(file, directory, tiffTags.imageDescription));
    if (image.isTiled && name === undefined) levels.push(image);
    else {
      const said = name ?? (index === 1 ? 'thumbnail' : undefined);
      const shown = said ?? subfileNames[(await firstNumber(file, directory, tiffTags.subfileType)) ?? 0];
      if (shown !== undefined && !associatedImages.has(shown)) associatedImages.set(shown, image);
    }
  }
  const { pixelSizeUm, objectivePower } = readAperioDescription(description);
  const pixelSize = readPixelSize(pixelSizeUm, pixelSizeUm, 'file');
  const picked = pickLevels(levels);
  if (picked.length === 0) throw unknownCoding(file);
  return { format: 'aperio', vendor: 'aperio', levels: picked, associatedImages, pixelSize, objectivePower };
}

/** Aperio marks its label as a reduced image, and its macro as that and a mask. */
const subfileNames: Readonly<Record<number, string>> = { 1: 'label', 9: 'macro' };

async function describeOme(
  file: TiffFile,
  directories: readonly TiffDirectory[],
  images: readonly OmeImage[],
): Promise<TiffSlide | undefined> {
  const smears = images.filter(({ name }) => omeAssociatedName(name) === undefined);
  const largest = smears.toSorted((a, b) => b.widthPx * b.heightPx - a.widthPx * a.heightPx)[0];
  const levels = await readPyramid(file, directories, largest?.firstDirectory ?? 0);
  const [full] = levels;
  if (full === undefined) return undefined;
  const isDescribed = largest?.widthPx === full.widthPx && largest.heightPx === full.heightPx;
  if (isDescribed && largest.separateChannelCount > 1 && full.coding.samplesPerPixel === 1)
    throw new LabError(
      'slide-unreadable',
      `Cannot read ${file.name}: its ${largest.separateChannelCount} channels are images of their own, which may be anything. Export it as RGB.`,
      { path: file.path },
    );
  const associatedImages = new Map<string, TiffImage>();
  for (const { name, firstDirectory } of images) {
    const shown = omeAssociatedName(name);
    const directory = mainChain(directories)[firstDirectory];
    if (shown !== undefined && directory !== undefined && !associatedImages.has(shown))
      associatedImages.set(shown, await readTiffImage(file, directory));
  }
  const told = isDescribed ? readPixelSize(largest.pixelWidthUm, largest.pixelHeightUm, 'file') : undefined;
  return {
    format: 'ome-tiff',
    vendor: undefined,
    levels,
    associatedImages,
    pixelSize: told ?? (await readTiffPixelSize(file, full.directory, '')),
    objectivePower: isDescribed ? largest.objectivePower : undefined,
  };
}

/** Bio-Formats names them "label image" and "macro image". */
function omeAssociatedName(name: string): string | undefined {
  if (/label/i.test(name)) return 'label';
  if (/macro|overview/i.test(name)) return 'macro';
  return /thumbnail/i.test(name) ? 'thumbnail' : undefined;
}

/** An image of the main chain with its reduced copies: its SubIFDs, or those of the main chain that say so.
 *  @returns empty when it has no tiles that the lab decodes */
async function readPyramid(
  file: TiffFile,
  directories: readonly TiffDirectory[],
  mainIndex: number,
): Promise<readonly TiffImage[]> {
  const full = mainChain(directories)[mainIndex];
  if (!full?.tags.has(tiffTags.tileWidth)) return [];
  const fullIndex = directories.indexOf(full);
  const fullImage = await readTiffImage(file, full);
  if (!isDecodable(fullImage)) return [];
  const images = [fullImage];
  for (const directory of directories) {
    if (directory === full || !directory.tags.has(tiffTags.tileWidth)) continue;
    const isReduced = ((await firstNumber(file, directory, tiffTags.subfileType)) ?? 0) % 2 === 1;
    const isCopy = directory.parent === fullIndex || (directory.parent === undefined && isReduced);
    if (isCopy) images.push(await readTiffImage(file, directory));
  }
  return pickLevels(images);
}

function mainChain(directories: readonly TiffDirectory[]): readonly TiffDirectory[] {
  return directories.filter(({ parent }) => parent === undefined);
}

/** Leica SCN, Ventana BIF, Philips TIFF, Trestle and NDPI look like plain tiled TIFF, but are pieced together as
 *  only their own readers know. */
async function isForeign(file: TiffFile, first: TiffDirectory, description: string): Promise<boolean> {
  const software = await textStart(file, first, tiffTags.software);
  const xmp = await textStart(file, first, tiffTags.xmp);
  return (
    description.includes('www.leica-microsystems.com/scn') ||
    xmp.includes('<iScan') ||
    software.startsWith('Philips') ||
    software.startsWith('MedScan')
  );
}

function refuseCutShort(file: TiffFile, full: TiffImage | undefined): void {
  if (full === undefined) return;
  const { offsets, byteCounts } = full;
  const beyondCount = offsets.reduce(
    (count, offset, index) => count + Number(offset + (byteCounts[index] ?? 0) > file.sizeBytes),
    0,
  );
  if (beyondCount * 2 > offsets.length)
    throw tiffFailure(file.path, `${beyondCount} of its ${offsets.length} tiles lie beyond its end`);
}

function unknownCoding(file: TiffFile): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${file.name}: its tiles are compressed in a way that the lab does not know. Export it with JPEG, LZW or deflate.`,
    { path: file.path },
  );
}

async function textStart(file: TiffFile, directory: TiffDirectory, tag: number): Promise<string> {
  const found = directory.tags.get(tag);
  return found === undefined ? '' : readTextStart(file, found);
}

async function firstNumber(
  file: TiffFile,
  directory: TiffDirectory,
  tag: number,
): Promise<number | undefined> {
  const found = directory.tags.get(tag);
  return found === undefined ? undefined : (await readNumbers(file, found, 64))[0];
}
