import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** What OME-XML says of one image of the file. */
export interface OmeImage {
  readonly name: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** colours that lie in images of their own instead of together; more than 1 is no RGB */
  readonly separateChannelCount: number;
  /** index of its first plane in the main chain of the file */
  readonly firstDirectory: number;
  /** micrometres; undefined when the file does not say, or in a unit that is no length */
  readonly pixelWidthUm: number | undefined;
  readonly pixelHeightUm: number | undefined;
  readonly objectivePower: number | undefined;
}

export function isOmeXml(description: string): boolean {
  return /^\s*(<\?xml[^>]*>)?\s*(<!--[\s\S]{0,4000}?-->)?\s*<(\w+:)?OME[\s>]/.test(description);
}

/** @returns undefined when the text is no OME-XML that can be read */
export function readOmeMetadata(xml: string): readonly OmeImage[] | undefined {
  const found = omeSchema.safeParse(parseXml(xml));
  if (!found.success) return undefined;
  const { Image: images, Instrument: instruments } = found.data.OME;
  const objectives = instruments.flatMap(({ Objective }) => Objective);
  let nextDirectory = 0;
  return images.map((image): OmeImage => {
    const { Pixels: pixels } = image;
    const samples = pixels.Channel[0]?.SamplesPerPixel ?? 1;
    const separateChannelCount = Math.max(1, Math.round(pixels.SizeC / samples));
    const firstDirectory = pixels.TiffData[0]?.IFD ?? nextDirectory;
    nextDirectory = firstDirectory + separateChannelCount * pixels.SizeZ * pixels.SizeT;
    const objectiveId = image.ObjectiveSettings?.ID;
    const objective =
      objectiveId === undefined && objectives.length === 1
        ? objectives[0]
        : objectives.find(({ ID }) => ID === objectiveId);
    return {
      name: image.Name,
      widthPx: pixels.SizeX,
      heightPx: pixels.SizeY,
      separateChannelCount,
      firstDirectory,
      pixelWidthUm: toUm(pixels.PhysicalSizeX, pixels.PhysicalSizeXUnit),
      pixelHeightUm: toUm(pixels.PhysicalSizeY, pixels.PhysicalSizeYUnit),
      objectivePower: objective?.NominalMagnification,
    };
  });
}

/** Entities are left as they stand, so that a text of a few bytes cannot grow into gigabytes. */
function parseXml(xml: string): unknown {
  try {
    return new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      removeNSPrefix: true,
      processEntities: false,
      parseTagValue: false,
      isArray: (name) => listNames.has(name),
    }).parse(xml);
  } catch {
    return undefined; // what cannot be read says nothing
  }
}

const listNames: ReadonlySet<string> = new Set(['Image', 'Instrument', 'Objective', 'Channel', 'TiffData']);

/** A missing list, and an element without anything in it, which the parser gives as text. */
const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (found) => (Array.isArray(found) ? found.map((each: unknown) => (each === '' ? {} : each)) : found),
    z.array(schema).default([]),
  );

const wholeNumber = z.coerce.number().int().min(0).max(1e9);
const positive = z.coerce.number().positive().optional().catch(undefined);

const omeSchema = z.object({
  OME: z.object({
    Instrument: listOf(
      z.object({
        Objective: listOf(z.object({ ID: z.string().optional(), NominalMagnification: positive })),
      }),
    ),
    Image: listOf(
      z.object({
        Name: z.string().catch(''),
        ObjectiveSettings: z.object({ ID: z.string().optional() }).optional().catch(undefined),
        Pixels: z.object({
          SizeX: wholeNumber,
          SizeY: wholeNumber,
          SizeC: wholeNumber.catch(1),
          SizeZ: wholeNumber.catch(1),
          SizeT: wholeNumber.catch(1),
          PhysicalSizeX: positive,
          PhysicalSizeY: positive,
          PhysicalSizeXUnit: z.string().optional(),
          PhysicalSizeYUnit: z.string().optional(),
          Channel: listOf(z.object({ SamplesPerPixel: wholeNumber.min(1).optional().catch(undefined) })),
          TiffData: listOf(z.object({ IFD: wholeNumber.optional().catch(undefined) })),
        }),
      }),
    ),
  }),
});

/** Micrometres in each unit of length that OME knows and that a pixel could be given in. */
const umPerUnit: Readonly<Record<string, number>> = {
  m: 1e6,
  dm: 1e5,
  cm: 1e4,
  mm: 1e3,
  µm: 1,
  um: 1,
  nm: 1e-3,
  pm: 1e-6,
  Å: 1e-4,
  in: 25_400,
  thou: 25.4,
};

/** The unit is µm unless the file says another. @see OME model 2016-06, Pixels */
function toUm(length: number | undefined, unit = 'µm'): number | undefined {
  // the micro sign and the Greek letter look the same, and may be written as an entity
  const plain = unit.replace(/&#(181|xb5|956|x3bc);|&micro;|\u03bc/i, 'µ').normalize('NFC');
  const um = umPerUnit[plain];
  return length === undefined || um === undefined ? undefined : length * um;
}
