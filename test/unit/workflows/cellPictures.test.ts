import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RgbRaster } from '../../../main/domain/raster.ts';
import type { ReviewedCell } from '../../../main/domain/reviewedCell.ts';
import { sharp } from '../../../main/slides/sharpLibrary.ts';
import { withCellPictures } from '../../../main/workflows/cellPictures.ts';
import { damageStoredTile, writePyramid } from '../slides/aPyramid.ts';
import { aFolder } from '../slides/slideFolder.ts';

function aCellIn(fieldName: string, part: Partial<ReviewedCell>): ReviewedCell {
  return {
    ...{ id: '1' as ReviewedCell['id'], fieldIndex: 0, fieldName, fieldXPx: undefined, fieldYPx: undefined },
    ...{ xPx: 0, yPx: 0, widthPx: 20, heightPx: 20, score: 1 },
    ...{ prediction: undefined, verdict: undefined, reviewer: undefined },
    ...part,
  };
}

function colourAt({ data, widthPx }: RgbRaster, x: number, y: number): readonly number[] {
  return [...data.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)];
}

test('a cell of a whole slide is shown where it lies on the slide, beyond its field too', async () => {
  const entry = await writePyramid(await aFolder(), 'slide.tif');
  // its field begins at 300, 200; the cell lies at that field's very corner
  const cell = aCellIn('x000320 y000220', { fieldXPx: 300, fieldYPx: 200 });
  const { pixels, square } = await withCellPictures(entry, (pictures) => pictures.readAround(cell, 60));
  expect([pixels.widthPx, pixels.heightPx, square]).toEqual([
    ...[60, 60, { xPx: 0, yPx: 0, widthPx: 60, heightPx: 60 }],
  ]);
  // the picture holds a quarter of its place in red and green; JPEG leaves a few levels
  const [red = 0, green = 0] = colourAt(pixels, 30, 30);
  expect(Math.abs(red - 310 / 4)).toBeLessThan(6);
  expect(Math.abs(green - 210 / 4)).toBeLessThan(6);
});

test('at the edge of a slide only what is there is read, and where it lies in the square is told', async () => {
  const entry = await writePyramid(await aFolder(), 'slide.tif');
  const cell = aCellIn('x000000 y000000', { fieldXPx: 0, fieldYPx: 0, xPx: -8, yPx: 485 });
  const { pixels, square } = await withCellPictures(entry, (pictures) => pictures.readAround(cell, 100));
  expect([pixels.widthPx, pixels.heightPx]).toEqual([52, 55]);
  expect(square).toEqual({ xPx: -48, yPx: 0, widthPx: 100, heightPx: 100 });
});

test('a damaged part is white, and the cell beside it is shown', async () => {
  const entry = await writePyramid(await aFolder(), 'slide.tif');
  await damageStoredTile(entry, 1); // from 128 to 256
  const cell = aCellIn('x000000 y000000', { fieldXPx: 0, fieldYPx: 0, xPx: 100, yPx: 40 });
  const { pixels } = await withCellPictures(entry, (pictures) => pictures.readAround(cell, 80));
  expect(colourAt(pixels, 79, 40)).toEqual([255, 255, 255]);
  expect(colourAt(pixels, 40, 40)).not.toEqual([255, 255, 255]);
});

test('a cell of a camera image is shown on that image alone, whatever lies beside it', async () => {
  const folder = join(await aFolder(), 'smear-1');
  await mkdir(folder);
  for (const [name, background] of [
    ['a.png', '#a00000'],
    ['b.png', '#00a000'],
  ] as const)
    await sharp({ create: { width: 120, height: 90, channels: 3, background } }).toFile(join(folder, name));
  const entry = { name: 'smear-1', path: folder, kind: 'field-folder' } as const;
  // a scan by version 0.1 knows no place of its fields on the slide
  const cell = aCellIn('b.png', { xPx: 2, yPx: 30 });
  const { pixels, square } = await withCellPictures(entry, (pictures) => pictures.readAround(cell, 80));
  expect(square.xPx).toBe(-28);
  expect(pixels.widthPx).toBe(52);
  for (const x of [0, 51]) expect(colourAt(pixels, x, 40)).toEqual([0, 160, 0]);
});
