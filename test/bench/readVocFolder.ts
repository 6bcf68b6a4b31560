import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PixelBox } from '../../main/domain/cell.ts';

/** Labels of one image, boxes in pixels. */
export interface VocLabels {
  readonly imagePath: string;
  readonly whiteCells: readonly PixelBox[];
  readonly redCells: readonly PixelBox[];
}

/** Labels of a VOC folder as BCCD is: Annotations/*.xml beside JPEGImages/*.jpg, names WBC and RBC. */
export async function readVocFolder(datasetFolder: string): Promise<readonly VocLabels[]> {
  const names = (await readdir(join(datasetFolder, 'Annotations')))
    .filter((name) => name.endsWith('.xml'))
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      imagePath: join(datasetFolder, 'JPEGImages', `${basename(name, '.xml')}.jpg`),
      ...parseVocLabels(await readFile(join(datasetFolder, 'Annotations', name), 'utf8')),
    })),
  );
}

function parseVocLabels(xml: string): Omit<VocLabels, 'imagePath'> {
  const objects = [...xml.matchAll(/<object>(.*?)<\/object>/gs)].map(([, body = '']) => ({
    name: /<name>(.*?)<\/name>/.exec(body)?.[1],
    box: readBox(body),
  }));
  const boxesOf = (name: string) =>
    objects
      .filter((one) => one.name === name && one.box.widthPx > 0 && one.box.heightPx > 0)
      .map((one) => one.box);
  return { whiteCells: boxesOf('WBC'), redCells: boxesOf('RBC') };
}

function readBox(body: string): PixelBox {
  const read = (tag: string) => Number(new RegExp(`<${tag}>([-\\d.]+)</${tag}>`).exec(body)?.[1]);
  const [xPx, yPx] = [read('xmin'), read('ymin')];
  return { xPx, yPx, widthPx: read('xmax') - xPx, heightPx: read('ymax') - yPx };
}
