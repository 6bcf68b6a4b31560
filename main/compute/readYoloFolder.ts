import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { PixelBox } from '../domain/cell.ts';
import { LabError } from '../domain/labError.ts';

/** Class numbers of the label files, as in TXL-PBC: 0 white cell, 1 red cell; others (2, platelet) are not
 *  used. */
const yoloClasses = { whiteCell: 0, redCell: 1 } as const;

/** Label of one image: boxes as fractions of the image, upper left corner first. */
export interface YoloLabels {
  readonly imagePath: string;
  readonly whiteCells: readonly PixelBox[];
  readonly redCells: readonly PixelBox[];
}

/** Labels of one part of a YOLO folder: images/PART/*.jpg beside labels/PART/*.txt, in order of name.
 *  @throws LabError 'folder-missing' | 'dataset-invalid' when an image has no labels or a line isn't one */
export async function readYoloFolder(
  datasetFolder: string,
  part: 'train' | 'val',
): Promise<readonly YoloLabels[]> {
  const imageFolder = join(datasetFolder, 'images', part);
  const names = await readdir(imageFolder).catch((cause: unknown) => {
    throw new LabError(
      'folder-missing',
      `Cannot list ${imageFolder}. A detector's dataset needs images/${part} and labels/${part}.`,
      { imageFolder },
      { cause },
    );
  });
  const images = names.filter((name) => /\.(jpe?g|png|bmp|tiff?)$/i.test(name)).sort();
  return Promise.all(
    images.map(async (name) => {
      const labelPath = join(datasetFolder, 'labels', part, `${basename(name, extname(name))}.txt`);
      const text = await readFile(labelPath, 'utf8').catch((cause: unknown) => {
        throw new LabError(
          'dataset-invalid',
          `${name} has no readable label file ${labelPath}.`,
          {},
          { cause },
        );
      });
      return { imagePath: join(imageFolder, name), ...parseYoloLabels(text, labelPath) };
    }),
  );
}

/** Reads lines `class centreX centreY width height`, all fractions of the image.
 *  @throws LabError 'dataset-invalid' naming file and line */
export function parseYoloLabels(text: string, labelPath: string): Omit<YoloLabels, 'imagePath'> {
  const whiteCells: PixelBox[] = [];
  const redCells: PixelBox[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [cellClass, x, y, width, height, ...rest] = line.trim().split(/\s+/).map(Number);
    const values = [cellClass, x, y, width, height];
    if (rest.length > 0 || !values.every((value) => Number.isFinite(value)))
      throw new LabError(
        'dataset-invalid',
        `${labelPath} line ${index + 1} is not "class x y width height".`,
      );
    const [, centreX, centreY, widthPx, heightPx] = values as [number, number, number, number, number];
    const box = { xPx: centreX - widthPx / 2, yPx: centreY - heightPx / 2, widthPx, heightPx };
    if (cellClass === yoloClasses.whiteCell) whiteCells.push(box);
    if (cellClass === yoloClasses.redCell) redCells.push(box);
  }
  return { whiteCells, redCells };
}

/** Boxes from fractions of the image to pixels. */
export function scaleBoxes(
  boxes: readonly PixelBox[],
  size: { readonly widthPx: number; readonly heightPx: number },
): readonly PixelBox[] {
  return boxes.map((box) => ({
    xPx: box.xPx * size.widthPx,
    yPx: box.yPx * size.heightPx,
    widthPx: box.widthPx * size.widthPx,
    heightPx: box.heightPx * size.heightPx,
  }));
}
