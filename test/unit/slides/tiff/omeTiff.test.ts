import { expect, test } from 'vitest';
import type { SlideInfo } from '../../../../main/domain/slideInfo.ts';
import { openSlide } from '../../../../main/slides/openSlide.ts';
import { readOmeMetadata } from '../../../../main/slides/tiff/omeMetadata.ts';
import { aTiff, type BuiltDirectory, rgbTags, rgbTiles, short, text } from '../deidentify/aTiff.ts';
import { aFolder, anImageEntry } from '../slideFolder.ts';

const openingTag = '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">';

interface OmeParts {
  readonly sizes?: string;
  readonly channels?: string;
  readonly instrument?: string;
  readonly settings?: string;
  readonly more?: string;
}

function anOmeXml({
  sizes = '',
  channels,
  instrument = '',
  settings = '',
  more = '',
}: OmeParts = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- Warning: this comment is an OME-XML metadata block -->
${openingTag}${instrument}<Image ID="Image:0" Name="smear">${settings}<Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" SizeX="64" SizeY="48" SizeC="3" SizeZ="1" SizeT="1" ${sizes}>${channels ?? '<Channel ID="Channel:0:0" SamplesPerPixel="3"/><TiffData IFD="0"/>'}</Pixels></Image>${more}</OME>`;
}

function anImage(widthPx: number, heightPx: number, others: Partial<BuiltDirectory> = {}): BuiltDirectory {
  return { tags: rgbTags(widthPx, heightPx), parts: rgbTiles(widthPx, heightPx), ...others };
}

/** A slide of 64 x 48 px with a level of 32 x 24 px as SubIFD, as Bio-Formats writes it. */
async function anOmeSlide(xml: string, more: readonly BuiltDirectory[] = [], subCount = 1) {
  const reduced = Array.from({ length: subCount }, () =>
    anImage(32, 24, { tags: [...rgbTags(32, 24), short(254, 1)] }),
  );
  const first = anImage(64, 48, {
    tags: [...rgbTags(64, 48), text(270, xml)],
    subDirectories: reduced,
  });
  const folder = await aFolder({ 'a.ome.tif': aTiff([first, ...more]) });
  return openSlide(anImageEntry(folder, 'a.ome.tif'));
}

async function infoOf(xml: string): Promise<SlideInfo> {
  const slide = await anOmeSlide(xml);
  await slide.dispose();
  return slide.info;
}

test('levels that lie in SubIFDs are found and read', async () => {
  const slide = await anOmeSlide(anOmeXml());
  expect(slide.info).toMatchObject({ format: 'ome-tiff', widthPx: 64, heightPx: 48, fields: undefined });
  expect(slide.info.levels.map(({ widthPx }) => widthPx)).toEqual([64, 32]);
  const region = { level: 1, xPx: 0, yPx: 0, widthPx: 1, heightPx: 1 };
  expect([...(await slide.readRegion(region)).data]).toEqual([
    ...(rgbTiles(32, 24)[0]?.subarray(0, 3) ?? []),
  ]);
  await slide.dispose();
});

test.each([
  ['in micrometres unless told', 'PhysicalSizeX="0.25" PhysicalSizeY="0.25"', 0.25],
  [
    'in nanometres',
    'PhysicalSizeX="250" PhysicalSizeXUnit="nm" PhysicalSizeY="250" PhysicalSizeYUnit="nm"',
    0.25,
  ],
  [
    'in millimetres',
    'PhysicalSizeX="2.5e-4" PhysicalSizeXUnit="mm" PhysicalSizeY="2.5e-4" PhysicalSizeYUnit="mm"',
    0.25,
  ],
  [
    'with the sign for micro',
    'PhysicalSizeX="0.5" PhysicalSizeXUnit="µm" PhysicalSizeY="0.5" PhysicalSizeYUnit="µm"',
    0.5,
  ],
  [
    'with the Greek letter',
    'PhysicalSizeX="0.5" PhysicalSizeXUnit="\u03bcm" PhysicalSizeY="0.5" PhysicalSizeYUnit="\u03bcm"',
    0.5,
  ],
  [
    'with an entity',
    'PhysicalSizeX="0.5" PhysicalSizeXUnit="&#181;m" PhysicalSizeY="0.5" PhysicalSizeYUnit="&#xB5;m"',
    0.5,
  ],
])('the pixel size is read %s', async (_, sizes, um) => {
  const { pixelSize } = await infoOf(anOmeXml({ sizes }));
  expect(pixelSize?.xUm).toBeCloseTo(um, 9);
  expect(pixelSize).toMatchObject({ origin: 'file' });
});

test.each([
  ['missing', ''],
  ['in one direction only', 'PhysicalSizeX="0.25"'],
  ['no length', 'PhysicalSizeX="1" PhysicalSizeXUnit="pixel" PhysicalSizeY="1" PhysicalSizeYUnit="pixel"'],
  ['nothing', 'PhysicalSizeX="0" PhysicalSizeY="0"'],
  ['no number', 'PhysicalSizeX="small" PhysicalSizeY="small"'],
  ["a printer's", 'PhysicalSizeX="353" PhysicalSizeY="353"'],
])('a pixel size that is %s is unknown', async (_, sizes) => {
  expect((await infoOf(anOmeXml({ sizes }))).pixelSize).toBeUndefined();
});

test('the objective is the one that the image names, or the only one', async () => {
  const instrument =
    '<Instrument><Objective ID="O:1" NominalMagnification="40"/><Objective ID="O:2" NominalMagnification="100"/></Instrument>';
  const settings = '<ObjectiveSettings ID="O:2"/>';
  expect((await infoOf(anOmeXml({ instrument, settings }))).objectivePower).toBe(100);
  expect((await infoOf(anOmeXml({ instrument }))).objectivePower).toBeUndefined();
  const only = '<Instrument><Objective ID="O:1" NominalMagnification="40"/></Instrument>';
  expect((await infoOf(anOmeXml({ instrument: only }))).objectivePower).toBe(40);
});

test('label and macro are associated images, by their names', async () => {
  const pixels = (edgePx: number) =>
    `<Pixels SizeX="${edgePx}" SizeY="16" SizeC="3" SizeZ="1" SizeT="1"><Channel SamplesPerPixel="3"/></Pixels>`;
  const more = `<Image Name="label image">${pixels(16)}</Image><Image Name="macro image">${pixels(32)}</Image>`;
  const slide = await anOmeSlide(anOmeXml({ more }), [anImage(16, 16), anImage(32, 16)]);
  expect(slide.info.associatedImages).toEqual([
    { name: 'label', widthPx: 16, heightPx: 16 },
    { name: 'macro', widthPx: 32, heightPx: 16 },
  ]);
  const label = await slide.readAssociatedImage('label');
  expect([...label.data]).toEqual([...(rgbTiles(16, 16)[0] ?? [])]);
  await slide.dispose();
});

test('metadata that cannot be read say nothing, and the slide opens', async () => {
  for (const xml of [`${openingTag}<Image>`, `${openingTag}</OME>`, `${openingTag}<Image/><Image/></OME>`])
    expect(await infoOf(xml), xml).toMatchObject({ format: 'ome-tiff', pixelSize: undefined });
});

test('colours that are images of their own are not taken for RGB', async () => {
  const grey = {
    tags: rgbTags(64, 48).map((tag) => greyTag(tag)),
    parts: rgbTiles(64, 48).map((t) => t.subarray(0, 256)),
  };
  const xml = anOmeXml({ channels: '<Channel SamplesPerPixel="1"/><Channel/><Channel/>' });
  const first = { ...grey, tags: [...grey.tags, text(270, xml)] };
  const folder = await aFolder({ 'a.ome.tif': aTiff([first, grey, grey]) });
  await expect(openSlide(anImageEntry(folder, 'a.ome.tif'))).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('its 3 channels are images of their own'),
  });
});

function greyTag(tag: BuiltDirectory['tags'][number]) {
  const grey = new Map([
    [258, [8]],
    [262, [1]],
    [277, [1]],
  ]).get(tag.tag);
  return grey === undefined ? tag : { ...tag, values: grey };
}

test('a text that would grow without end through its entities does not', () => {
  const entities = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(20)}">`).join(
    '',
  );
  const bomb = `<?xml version="1.0"?><!DOCTYPE OME [<!ENTITY e0 "x">${entities}]>${openingTag}<Image Name="&e12;"><Pixels SizeX="64" SizeY="48" PhysicalSizeX="&e12;"/></Image></OME>`;
  const read = readOmeMetadata(bomb);
  expect(JSON.stringify(read ?? '').length).toBeLessThan(10_000);
});
