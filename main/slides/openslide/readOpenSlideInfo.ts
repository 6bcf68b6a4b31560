import { LabError } from '../../domain/labError.ts';
import { readPixelSize } from '../../domain/pixelSize.ts';
import type { SlideEntry } from '../../domain/slide.ts';
import type { AssociatedImage, SlideFormat, SlideInfo, SlideLevel } from '../../domain/slideInfo.ts';
import type { NativeSize, OpenSlideLibrary } from './bindOpenSlide.ts';
import type { NativePointer } from './nativeCalls.ts';

/** A whole-slide scan of a square metre at 1 µm; a header that claims more is damaged. */
const edgeLimitPx = 1_000_000;
/** Halving a million pixels gives 20 levels. */
const levelLimit = 64;
/** Where the file does not say how it is stored. */
const defaultTilePx = 512;
/** What a scanner may store as one tile; else the property is damaged or a strip as wide as the slide. */
const storedTilePx = { least: 8, most: 4096 } as const;
const strongestObjective = 200;

/** What OpenSlide knows of a slide that it has open. Looks at no pixels.
 *  @throws LabError 'slide-unreadable' when sizes are absurd */
export async function readOpenSlideInfo(
  library: OpenSlideLibrary,
  slide: NativePointer,
  { entry, format }: { readonly entry: SlideEntry; readonly format: SlideFormat },
): Promise<SlideInfo> {
  const properties = library.listProperties(slide);
  const levels = readLevels(library, slide, { properties, entry });
  const [finest] = levels;
  if (finest === undefined) throw absurd(entry, 'no levels');
  return {
    name: entry.name,
    kind: entry.kind,
    format,
    vendor: properties.get('openslide.vendor'),
    widthPx: finest.widthPx,
    heightPx: finest.heightPx,
    levels,
    pixelSize: readPixelSize(
      readNumber(properties, 'openslide.mpp-x'),
      readNumber(properties, 'openslide.mpp-y'),
      'file',
    ),
    objectivePower: readObjective(properties),
    associatedImages: library.listAssociatedImages(slide).map((name) => readAssociated(library, slide, name)),
    hasIccProfile: (await library.readIccSize(slide, undefined)) > 0,
    fields: undefined,
  };
}

/** The colour that a slide shows where nothing was scanned, 0xRRGGBB; white when the file does not say. */
export function readBackground(library: OpenSlideLibrary, slide: NativePointer): number {
  const text = library.listProperties(slide).get('openslide.background-color') ?? '';
  return /^[0-9a-f]{6}$/i.test(text) ? Number.parseInt(text, 16) : 0xffffff;
}

function readLevels(
  library: OpenSlideLibrary,
  slide: NativePointer,
  { properties, entry }: { readonly properties: ReadonlyMap<string, string>; readonly entry: SlideEntry },
): readonly SlideLevel[] {
  const count = library.readLevelCount(slide);
  if (count < 1 || count > levelLimit) throw absurd(entry, `${count} levels`);
  const levels: SlideLevel[] = [];
  for (let level = 0; level < count; level += 1) {
    const size = library.readLevelSize(slide, level);
    const downsample = library.readDownsample(slide, level);
    refuseAbsurdLevel(size, downsample, { entry, above: levels.at(-1) });
    levels.push({
      ...size,
      downsample,
      tileWidthPx: readTileEdge(properties, `openslide.level[${level}].tile-width`),
      tileHeightPx: readTileEdge(properties, `openslide.level[${level}].tile-height`),
    });
  }
  return levels;
}

function refuseAbsurdLevel(
  { widthPx, heightPx }: NativeSize,
  downsample: number,
  { entry, above }: { readonly entry: SlideEntry; readonly above: SlideLevel | undefined },
): void {
  const claimed = `${widthPx} x ${heightPx} pixels`;
  if (widthPx < 1 || heightPx < 1 || widthPx > edgeLimitPx || heightPx > edgeLimitPx)
    throw absurd(entry, claimed);
  const isFiner = above === undefined ? downsample === 1 : downsample > above.downsample;
  const isSmaller = above === undefined || widthPx * heightPx < above.widthPx * above.heightPx;
  if (!isFiner || !isSmaller)
    throw absurd(entry, `a level of ${claimed} that is no smaller than the one above`);
}

function absurd(entry: SlideEntry, claim: string): LabError {
  return new LabError(
    'slide-unreadable',
    `Cannot read ${entry.name}: its header claims ${claim}. It is damaged: copy it anew from the scanner.`,
    { path: entry.path },
  );
}

function readTileEdge(properties: ReadonlyMap<string, string>, name: string): number {
  const edgePx = readNumber(properties, name);
  const isPlausible = edgePx !== undefined && edgePx >= storedTilePx.least && edgePx <= storedTilePx.most;
  return isPlausible ? Math.round(edgePx) : defaultTilePx;
}

function readObjective(properties: ReadonlyMap<string, string>): number | undefined {
  const power = readNumber(properties, 'openslide.objective-power');
  return power !== undefined && power > 0 && power <= strongestObjective ? power : undefined;
}

function readAssociated(library: OpenSlideLibrary, slide: NativePointer, name: string): AssociatedImage {
  return { name, ...library.readAssociatedSize(slide, name) };
}

function readNumber(properties: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = properties.get(name);
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
