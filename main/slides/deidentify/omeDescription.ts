import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { LabError } from '../../domain/labError.ts';

/** What an OME-XML says of the image that is kept. */
export interface OmeImage {
  /** index of its element among those of the file */
  readonly index: number;
  /** what the other images are called where that says nothing else: label, macro, thumbnail, overview or image N */
  readonly otherNames: readonly string[];
  /** directories of the main chain that hold its planes, ascending */
  readonly planes: readonly number[];
  /** the OME-XML of the copy, in which the planes are directories 0, 1, 2 … */
  readonly rebuilt: string;
}

const attributes = z.record(z.string(), z.unknown());
const element = z.looseObject({ ':@': attributes.optional() });
type XmlElement = z.infer<typeof element>;

const integer = /^\d{1,9}$/;
const decimal = /^\d{1,9}(?:\.\d{1,15})?(?:[eE][-+]?\d{1,3})?$/;
const yesOrNo = /^(?:true|false)$/;
const lengthUnit = /^(?:pm|nm|µm|μm|mm|cm|m|Å|inch)$/;

/** Attributes that the copy keeps, each with the only form that it may have. */
const pixelsAttributes: Readonly<Record<string, RegExp>> = {
  DimensionOrder: /^XY[CZT]{3}$/,
  Type: /^(?:u?int(?:8|16|32)|float|double|bit)$/,
  SizeX: integer,
  SizeY: integer,
  SizeC: integer,
  SizeZ: integer,
  SizeT: integer,
  BigEndian: yesOrNo,
  Interleaved: yesOrNo,
  SignificantBits: integer,
  PhysicalSizeX: decimal,
  PhysicalSizeXUnit: lengthUnit,
  PhysicalSizeY: decimal,
  PhysicalSizeYUnit: lengthUnit,
  PhysicalSizeZ: decimal,
  PhysicalSizeZUnit: lengthUnit,
};
const channelAttributes: Readonly<Record<string, RegExp>> = {
  SamplesPerPixel: integer,
  Color: /^-?\d{1,10}$/,
  EmissionWavelength: decimal,
  EmissionWavelengthUnit: lengthUnit,
  ExcitationWavelength: decimal,
  ExcitationWavelengthUnit: lengthUnit,
};
const tiffDataAttributes: Readonly<Record<string, RegExp>> = {
  FirstC: integer,
  FirstZ: integer,
  FirstT: integer,
  PlaneCount: integer,
};

const head =
  '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">';

/** Reads which directories hold the largest image of an OME-TIFF, and says of it in new XML what a reader needs:
 *  sizes, pixel size, channels, planes. Names, dates, instruments, experimenters and annotations are left out.
 *  @throws LabError 'deidentification-failed' when the XML cannot be understood, or its planes lie in other files */
export function rebuildOmeDescription(xml: string, name: string): OmeImage {
  const images = readImages(xml, name);
  const [kept] = images.toSorted((a, b) => area(b.pixels) - area(a.pixels));
  if (kept === undefined) throw omeFailure(name, 'its OME-XML names no image');
  const planes = listPlanes(kept, name);
  const channels = kept.channels.map(
    (channel, index) => `<Channel ID="Channel:0:${index}"${writeAttributes(channel, channelAttributes)}/>`,
  );
  const tiffData = kept.tiffData.map(
    (entry) =>
      `<TiffData IFD="${planes.indexOf(firstPlane(entry))}"${writeAttributes(entry, tiffDataAttributes)}/>`,
  );
  const body = [
    ...channels,
    ...(tiffData.length > 0 ? tiffData : [`<TiffData IFD="0" PlaneCount="${planes.length}"/>`]),
  ];
  return {
    index: kept.index,
    otherNames: images.filter((image) => image !== kept).map((image) => image.name),
    planes,
    rebuilt:
      `${head}<Image ID="Image:0"><Pixels ID="Pixels:0"${writeAttributes(kept.pixels, pixelsAttributes)}>` +
      `${body.join('')}</Pixels></Image></OME>`,
  };
}

const cleanElement = (tag: string, id: string) =>
  String.raw`<${tag}${id}(?: [A-Z][A-Za-z]{2,24}="(?:-?[0-9.]{1,25}(?:[eE][-+]?\d{1,3})?|[CTXYZ]{5}|u?int\d{1,2}|float|double|bit|true|false|[pnµμmc]?m|Å|inch)")*`;
const cleanPattern = new RegExp(
  `^<Image ID="Image:0">${cleanElement('Pixels', ' ID="Pixels:0"')}>` +
    `(?:${cleanElement('Channel', String.raw` ID="Channel:0:\d{1,3}"`)}/>)*` +
    `(?:${cleanElement('TiffData', '')}/>)*</Pixels></Image></OME>$`,
);

/** True for an OME-XML that holds nothing but numbers, units and types. */
export function isCleanOmeDescription(xml: string): boolean {
  return xml.startsWith(head) && cleanPattern.test(xml.slice(head.length));
}

interface ReadImage {
  readonly index: number;
  readonly name: string;
  readonly pixels: Readonly<Record<string, unknown>>;
  readonly channels: readonly Readonly<Record<string, unknown>>[];
  readonly tiffData: readonly Readonly<Record<string, unknown>>[];
  readonly isElsewhere: boolean;
}

function readImages(xml: string, name: string): readonly ReadImage[] {
  const root = parse(xml, name).flatMap((each) => children(each, 'OME'));
  if (root.some((each) => 'BinaryOnly' in each))
    throw omeFailure(name, 'its OME-XML lies in another file. Convert it to one file with its metadata');
  return root
    .flatMap((each) => ('Image' in each ? [each] : []))
    .map((image, index) => {
      const ownName = String(attributesOf(image).Name ?? '').toLowerCase();
      const isTelling = ['label', 'macro', 'thumbnail', 'overview'].some((each) => ownName.startsWith(each));
      const pixels = children(image, 'Image').find((each) => 'Pixels' in each) ?? {};
      const parts = children(pixels, 'Pixels');
      const tiffData = parts.filter((each) => 'TiffData' in each);
      return {
        index,
        name: isTelling ? (/^[a-z]+/.exec(ownName)?.[0] ?? 'image') : `image ${index}`,
        pixels: attributesOf(pixels),
        channels: parts.filter((each) => 'Channel' in each).map(attributesOf),
        tiffData: tiffData.map(attributesOf),
        isElsewhere: namesSeveralFiles(tiffData),
      };
    });
}

/** Each TiffData may name the file that its plane is in; one name is the file's own. */
function namesSeveralFiles(tiffData: readonly XmlElement[]): boolean {
  const uuids = tiffData.flatMap((each) => children(each, 'TiffData')).filter((each) => 'UUID' in each);
  return new Set(uuids.map((each) => attributesOf(each).FileName)).size > 1;
}

function parse(xml: string, name: string): readonly XmlElement[] {
  try {
    const parser = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: false,
      parseTagValue: false,
      processEntities: false,
      removeNSPrefix: true,
      ignoreDeclaration: true,
      ignorePiTags: true,
    });
    return z.array(element).parse(parser.parse(xml));
  } catch (cause) {
    throw omeFailure(name, 'its OME-XML is malformed', cause);
  }
}

function children(parent: XmlElement, tag: string): readonly XmlElement[] {
  const read = z.array(element).safeParse(parent[tag]);
  return read.success ? read.data : [];
}

function attributesOf(one: XmlElement): Readonly<Record<string, unknown>> {
  return one[':@'] ?? {};
}

function area(pixels: Readonly<Record<string, unknown>>): number {
  return Number(pixels.SizeX) * Number(pixels.SizeY) || 0;
}

function firstPlane(tiffData: Readonly<Record<string, unknown>>): number {
  return Number(tiffData.IFD ?? 0);
}

/** Far more than any slide has. */
const mostPlanes = 4096;

function listPlanes(image: ReadImage, name: string): readonly number[] {
  if (image.tiffData.length > mostPlanes || image.channels.length > mostPlanes)
    throw omeFailure(name, `its OME-XML lists more than ${mostPlanes} planes`);
  if (image.isElsewhere)
    throw omeFailure(name, 'its planes lie in several files. Convert it to a single OME-TIFF');
  const planes = new Set<number>();
  const total = planeCount(image);
  for (const entry of image.tiffData) {
    const count = Number(entry.PlaneCount ?? (entry.IFD === undefined ? total : 1));
    for (let i = 0; i < Math.min(count, mostPlanes); i += 1) planes.add(firstPlane(entry) + i);
  }
  if (image.tiffData.length === 0) for (let i = 0; i < total; i += 1) planes.add(i);
  if (planes.size === 0 || planes.size > mostPlanes || [...planes].some((each) => !Number.isInteger(each)))
    throw omeFailure(name, 'its OME-XML does not say which planes are its image');
  return [...planes].sort((a, b) => a - b);
}

/** Planes by the sizes; the samples of a pixel lie in one plane. */
function planeCount({ pixels, channels }: ReadImage): number {
  const samples = Number(channels[0]?.SamplesPerPixel ?? 1);
  const perFocus = Math.ceil(Number(pixels.SizeC ?? 1) / samples);
  return perFocus * Number(pixels.SizeZ ?? 1) * Number(pixels.SizeT ?? 1);
}

function writeAttributes(
  values: Readonly<Record<string, unknown>>,
  allowed: Readonly<Record<string, RegExp>>,
): string {
  return Object.entries(allowed)
    .filter(([key, form]) => typeof values[key] === 'string' && form.test(values[key]))
    .map(([key]) => ` ${key}="${String(values[key])}"`)
    .join('');
}

function omeFailure(name: string, reason: string, cause?: unknown): LabError {
  return new LabError('deidentification-failed', `Cannot de-identify ${name}: ${reason}.`, {}, { cause });
}
