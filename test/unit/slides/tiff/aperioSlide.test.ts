import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSlide } from '../../../../main/slides/openSlide.ts';
import { aperioImageName, readAperioDescription } from '../../../../main/slides/tiff/aperioDescription.ts';
import { aTiff, type BuiltDirectory, rgbTags, rgbTiles, short, text } from '../deidentify/aTiff.ts';
import { aFolder, anImageEntry } from '../slideFolder.ts';
import { wsiFolder } from '../wsiFolder.ts';
import { decodeWithSharp, largestDifference, readLevel } from './tiledTiff.ts';

const described = 'Aperio Image Library v12.0.15\r\n640x480 [0,0 64x48] (16x16) JPEG/RGB Q=70';

test('pixel size and objective are read from the description, or are unknown', () => {
  expect(readAperioDescription(`${described}|AppMag = 40|MPP = 0.2525|Left = 1`)).toEqual({
    pixelSizeUm: 0.2525,
    objectivePower: 40,
  });
  for (const unknown of ['', '|AppMag = |MPP = ', '|AppMag = x|MPP = -1', '|MPP'])
    expect(readAperioDescription(described + unknown)).toEqual({
      pixelSizeUm: undefined,
      objectivePower: undefined,
    });
});

test('the second line of a description names label and macro', () => {
  expect(aperioImageName('Aperio Image Library v11.2.1\r\nlabel 387x463')).toBe('label');
  expect(aperioImageName('Aperio Image Library v11.2.1\r\nmacro 1280x431')).toBe('macro');
  expect(aperioImageName(described)).toBeUndefined();
});

const tiled = (widthPx: number, heightPx: number, said = described): BuiltDirectory => ({
  tags: [...rgbTags(widthPx, heightPx), text(270, said)],
  parts: rgbTiles(widthPx, heightPx),
});

/** An image of 16 x 16 px in two strips. */
const striped = (said: string, subfileType = 0): BuiltDirectory => {
  const tags = rgbTags(16, 16).filter(({ tag }) => tag < 322);
  const pixels = rgbTiles(16, 16)[0] ?? Buffer.alloc(0);
  return {
    tags: [...tags, short(278, 8), short(254, subfileType), text(270, said)],
    parts: [pixels.subarray(0, 384), pixels.subarray(384)],
    isTiled: false,
  };
};

test('tiles are levels, strips are thumbnail, label and macro', async () => {
  const folder = await aFolder({
    'a.svs': aTiff([
      tiled(64, 48, `${described}|AppMag = 20|MPP = 0.5`),
      striped('Aperio Image Library v12\r\n64x48 -> 16x16 - |AppMag = 20'),
      tiled(32, 24),
      striped('Aperio Image Library v12\r\nlabel 16x16', 1),
      striped('Aperio Image Library v12', 9),
    ]),
  });
  const slide = await openSlide(anImageEntry(folder, 'a.svs'));
  expect(slide.info).toMatchObject({
    format: 'aperio',
    vendor: 'aperio',
    objectivePower: 20,
    pixelSize: { xUm: 0.5, yUm: 0.5, origin: 'file' },
    hasIccProfile: false,
  });
  expect(slide.info.levels.map(({ widthPx }) => widthPx)).toEqual([64, 32]);
  expect(slide.info.associatedImages.map(({ name }) => name)).toEqual(['thumbnail', 'label', 'macro']);
  const label = await slide.readAssociatedImage('label');
  expect([...label.data]).toEqual([...(rgbTiles(16, 16)[0] ?? [])]);
  await slide.dispose();
});

test('a damaged label does not keep the slide from being read', async () => {
  const label = striped('Aperio Image Library v12\r\nlabel 16x16');
  const cut = { ...label, parts: label.parts.map((part) => part.subarray(0, 10)) };
  const folder = await aFolder({ 'a.svs': aTiff([tiled(64, 48), cut]) });
  const slide = await openSlide(anImageEntry(folder, 'a.svs'));
  await expect(slide.readAssociatedImage('label')).rejects.toMatchObject({
    code: 'slide-unreadable',
    message: expect.stringContaining('The slide itself can be read'),
  });
  expect((await readLevel(slide)).widthPx).toBe(64);
  await slide.dispose();
});

const realSlide = join(wsiFolder, 'CMU-1-Small-Region.svs');

test.skipIf(!existsSync(realSlide))('a real slide is shown as sharp shows it', async () => {
  const slide = await openSlide({ name: 'CMU', path: realSlide, kind: 'image-file' });
  expect(slide.info).toMatchObject({
    format: 'aperio',
    widthPx: 2220,
    heightPx: 2967,
    objectivePower: 20,
    pixelSize: { xUm: 0.499, yUm: 0.499 },
    associatedImages: [
      { name: 'thumbnail', widthPx: 574, heightPx: 768 },
      { name: 'label', widthPx: 387, heightPx: 463 },
      { name: 'macro', widthPx: 1280, heightPx: 431 },
    ],
  });
  expect(largestDifference((await readLevel(slide)).data, await decodeWithSharp(realSlide))).toBe(0);
  for (const [name, page] of [
    ['thumbnail', 1],
    ['label', 2],
    ['macro', 3],
  ] as const) {
    const shown = await slide.readAssociatedImage(name);
    expect(largestDifference(shown.data, await decodeWithSharp(realSlide, page)), name).toBe(0);
  }
  await slide.dispose();
});
