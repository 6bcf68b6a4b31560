import type { TiffDirectory } from '../tiff/readTiffDirectories.ts';
import { type TiffTag, tiffTags } from '../tiff/tiffTags.ts';

/** Types of values in a TIFF file. */
const [byte, short, long, rational, undefinedBytes, long8] = [1, 3, 4, 5, 7, 16];
const whole: readonly number[] = [short, long, long8];

interface KeptTag {
  readonly tag: number;
  /** types that its values may have */
  readonly types: readonly number[];
  /** most values; more could hold something else */
  readonly most: number;
}

/** Samples a pixel that a slide may have: channels of a fluorescence scan. */
const mostSamples = 32;

/** What a reader needs to decode pixels and to place them, and nothing else. None of these tags may hold text;
 *  their values are copied as they are. Tables of tiles and lists of directories are made anew, the description
 *  too. */
const keptTags: readonly KeptTag[] = [
  { tag: tiffTags.subfileType, types: whole, most: 1 },
  { tag: tiffTags.imageWidth, types: whole, most: 1 },
  { tag: tiffTags.imageLength, types: whole, most: 1 },
  { tag: tiffTags.bitsPerSample, types: [short], most: mostSamples },
  { tag: tiffTags.compression, types: [short], most: 1 },
  { tag: tiffTags.photometric, types: [short], most: 1 },
  { tag: 266, types: [short], most: 1 }, // FillOrder
  { tag: tiffTags.orientation, types: [short], most: 1 },
  { tag: tiffTags.samplesPerPixel, types: [short], most: 1 },
  { tag: tiffTags.rowsPerStrip, types: whole, most: 1 },
  { tag: 280, types: [short], most: mostSamples }, // MinSampleValue
  { tag: 281, types: [short], most: mostSamples }, // MaxSampleValue
  { tag: tiffTags.xResolution, types: [rational], most: 1 },
  { tag: tiffTags.yResolution, types: [rational], most: 1 },
  { tag: tiffTags.planarConfiguration, types: [short], most: 1 },
  { tag: tiffTags.resolutionUnit, types: [short], most: 1 },
  { tag: tiffTags.predictor, types: [short], most: 1 },
  { tag: 318, types: [rational], most: 2 }, // WhitePoint
  { tag: 319, types: [rational], most: 6 }, // PrimaryChromaticities
  { tag: tiffTags.colourMap, types: [short], most: 3 * 65_536 },
  { tag: tiffTags.tileWidth, types: whole, most: 1 },
  { tag: tiffTags.tileLength, types: whole, most: 1 },
  { tag: tiffTags.extraSamples, types: [short], most: mostSamples },
  { tag: tiffTags.sampleFormat, types: [short], most: mostSamples },
  { tag: tiffTags.jpegTables, types: [byte, undefinedBytes], most: 65_536 },
  { tag: 529, types: [rational], most: 3 }, // YCbCrCoefficients
  { tag: tiffTags.subsampling, types: [short], most: 2 },
  { tag: 531, types: [short], most: 1 }, // YCbCrPositioning
  { tag: tiffTags.referenceBlackWhite, types: [rational], most: 6 },
  { tag: tiffTags.iccProfile, types: [byte, undefinedBytes], most: 16e6 },
  { tag: 32_997, types: whole, most: 1 }, // ImageDepth
];
const keptByTag = new Map(keptTags.map((kept) => [kept.tag, kept]));

/** Tags that the copy has too, with values of its own. */
const rebuiltTags: readonly number[] = [
  tiffTags.imageDescription,
  tiffTags.stripOffsets,
  tiffTags.stripByteCounts,
  tiffTags.tileOffsets,
  tiffTags.tileByteCounts,
  tiffTags.subDirectories,
];

/** True when a tag's values are copied: it is on the list, of a type and number that fit it. */
export function isKeptTag({ tag, type, count }: TiffTag): boolean {
  const kept = keptByTag.get(tag);
  return kept?.types.includes(type) === true && count >= 1 && count <= kept.most;
}

/** Tags that say what image a directory holds and how to decode it: without one that is there it is another image. */
const neededTags: readonly number[] = [
  tiffTags.subfileType,
  tiffTags.imageWidth,
  tiffTags.imageLength,
  tiffTags.bitsPerSample,
  tiffTags.compression,
  tiffTags.photometric,
  tiffTags.orientation,
  tiffTags.samplesPerPixel,
  tiffTags.rowsPerStrip,
  tiffTags.planarConfiguration,
  tiffTags.predictor,
  tiffTags.colourMap,
  tiffTags.tileWidth,
  tiffTags.tileLength,
  tiffTags.extraSamples,
  tiffTags.sampleFormat,
  tiffTags.jpegTables,
  tiffTags.subsampling,
];

/** A tag of a directory that is needed and cannot be copied, for it has not the form that it must have. */
export function findMalformedTag({ tags }: TiffDirectory): number | undefined {
  return neededTags.find((needed) => {
    const tag = tags.get(needed);
    return tag !== undefined && !isKeptTag(tag);
  });
}

/** The tags of a directory that the copy does not have. */
export function listRemovedTags(directory: TiffDirectory): readonly TiffTag[] {
  return [...directory.tags.values()].filter((tag) => !isKeptTag(tag) && !rebuiltTags.includes(tag.tag));
}

/** What a removed tag is called, for people; a tag that no specification names goes by its number. */
export function nameTiffTag(tag: number): string {
  return tagNames[tag] ?? (keptByTag.has(tag) ? `malformed tag ${tag}` : `private tag ${tag}`);
}

const tagNames: Readonly<Record<number, string>> = {
  263: 'Threshholding',
  264: 'CellWidth',
  265: 'CellLength',
  269: 'DocumentName',
  270: 'ImageDescription',
  271: 'Make',
  272: 'Model',
  285: 'PageName',
  286: 'XPosition',
  287: 'YPosition',
  297: 'PageNumber',
  301: 'TransferFunction',
  305: 'Software',
  306: 'DateTime',
  315: 'Artist',
  316: 'HostComputer',
  333: 'InkNames',
  337: 'TargetPrinter',
  340: 'SMinSampleValue',
  341: 'SMaxSampleValue',
  700: 'XMP',
  32781: 'ImageID',
  33432: 'Copyright',
  33550: 'ModelPixelScale',
  33723: 'IPTC',
  34377: 'Photoshop',
  34665: 'EXIF',
  34853: 'GPS',
  37510: 'UserComment',
  37724: 'ImageSourceData',
  40091: 'XPTitle',
  40092: 'XPComment',
  40093: 'XPAuthor',
  40094: 'XPKeywords',
  40095: 'XPSubject',
  50838: 'ImageJ metadata counts',
  50839: 'ImageJ metadata',
};
