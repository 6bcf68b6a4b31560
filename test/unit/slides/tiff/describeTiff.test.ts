import { expect, test } from 'vitest';
import { openSlide } from '../../../../main/slides/openSlide.ts';
import { describeTiff } from '../../../../main/slides/tiff/describeTiff.ts';
import { openTiffFile } from '../../../../main/slides/tiff/tiffFile.ts';
import { addTiffText } from '../../../helpers/addTiffText.ts';
import { aTiff, type BuiltDirectory, bytes, rgbTags, rgbTiles, short, text } from '../deidentify/aTiff.ts';
import { aFolder, anImageEntry } from '../slideFolder.ts';
import { aPatternImage } from './tiledTiff.ts';

const tiles = { tile: true, tileWidth: 64, tileHeight: 64, compression: 'jpeg' } as const;
const [software, description, xmp, model] = [305, 270, 700, 272];

async function kindOf(file: Buffer) {
  const folder = await aFolder({ 'a.tif': file });
  const opened = await openTiffFile(`${folder}/a.tif`);
  return describeTiff(opened).finally(() => opened.dispose());
}

test('formats of scanners whose pieces only OpenSlide puts together go to OpenSlide', async () => {
  const pyramid = await aPatternImage(128, 128)
    .tiff({ ...tiles, pyramid: true })
    .toBuffer();
  const marks = [
    [software, 'Philips DP v1.0'],
    [software, 'MedScan 2.1'],
    [description, '<scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01">'],
  ] as const;
  for (const [tag, said] of marks)
    expect(await kindOf(addTiffText(pyramid, tag, said)), said).toEqual({
      kind: 'openslide',
      format: 'openslide',
    });
  const ventana = aTiff([
    { tags: [...rgbTags(16, 16), bytes(xmp, Buffer.from('<iScan Mag="40"/>'))], parts: rgbTiles(16, 16) },
  ]);
  expect(await kindOf(ventana)).toMatchObject({ kind: 'openslide' });
});

test('JPEG 2000 of Aperio goes to OpenSlide, and keeps its name', async () => {
  const directory = {
    tags: [...rgbTags(64, 64, 33_005), text(description, 'Aperio Image')],
    parts: rgbTiles(64, 64),
  };
  expect(await kindOf(aTiff([directory]))).toEqual({ kind: 'openslide', format: 'aperio' });
});

test('what is small and has one resolution is an image like any other', async () => {
  const single = await aPatternImage(128, 128).tiff(tiles).toBuffer();
  const striped = await aPatternImage(128, 128).tiff({ compression: 'lzw' }).toBuffer();
  const named = addTiffText(striped, model, 'camera');
  for (const file of [single, striped, named]) expect((await kindOf(file)).kind).toBe('plain');
});

test('levels shrink and keep the shape of the first; others are left out', async () => {
  const levelOf = (widthPx: number, heightPx: number, isReduced = true): BuiltDirectory => ({
    tags: [...rgbTags(widthPx, heightPx), short(254, isReduced ? 1 : 0)],
    parts: rgbTiles(widthPx, heightPx),
  });
  const file = aTiff([
    levelOf(160, 96, false),
    levelOf(160, 96),
    levelOf(40, 24),
    levelOf(80, 48),
    levelOf(16, 16),
    levelOf(20, 12, false),
  ]);
  const folder = await aFolder({ 'a.tif': file });
  const slide = await openSlide(anImageEntry(folder, 'a.tif'));
  expect(slide.info.levels.map(({ widthPx, downsample }) => [widthPx, downsample])).toEqual([
    [160, 1],
    [80, 2],
    [40, 4],
  ]);
  expect(slide.info).toMatchObject({ format: 'tiled-tiff', vendor: 'generic-tiff', fields: undefined });
  await expect(slide.readField(0)).rejects.toThrow(RangeError);
  await expect(slide.readAssociatedImage('label')).rejects.toMatchObject({ code: 'argument-invalid' });
  await slide.dispose();
});

test('the resolution of a microscope is its pixel size, that of a printer is not', async () => {
  const pixelSizeOf = async (pixelsPerMm: number, resolutionUnit: 'inch' | 'cm') => {
    const file = await aPatternImage(128, 128)
      .tiff({ ...tiles, pyramid: true, xres: pixelsPerMm, yres: pixelsPerMm, resolutionUnit })
      .toBuffer();
    const folder = await aFolder({ 'a.tif': file });
    const slide = await openSlide(anImageEntry(folder, 'a.tif'));
    await slide.dispose();
    return slide.info.pixelSize;
  };
  for (const unit of ['inch', 'cm'] as const) {
    const found = await pixelSizeOf(4000, unit);
    expect(found?.xUm).toBeCloseTo(0.25, 5);
    expect(found?.origin).toBe('file');
    // 72 dpi
    expect(await pixelSizeOf(2.83, unit)).toBeUndefined();
  }
});

test('ImageJ names its unit in its own words', async () => {
  const striped = await aPatternImage(20, 10).tiff({ xres: 1, yres: 1 }).toBuffer();
  const said = addTiffText(striped, description, 'ImageJ=1.53t\nunit=micron\nloop=false\n');
  const found = await kindOf(said);
  // the file's resolution has the unit inch, which stands above the text
  expect(found).toEqual({ kind: 'plain', pixelSize: undefined });
  const withoutUnit = aTiff([
    {
      tags: [
        ...rgbTags(16, 16).filter(({ tag }) => tag < 322),
        short(278, 16),
        short(282, 4),
        short(283, 4),
        short(296, 1),
        text(description, 'ImageJ=1.53t\nunit=micron\nloop=false\n'),
      ],
      parts: rgbTiles(16, 16),
      isTiled: false,
    },
  ]);
  expect(await kindOf(withoutUnit)).toMatchObject({ kind: 'plain', pixelSize: { xUm: 0.25, yUm: 0.25 } });
});
