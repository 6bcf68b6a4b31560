import type { PixelBox } from '../../domain/cell.ts';
import type { DatasetProblem } from '../../domain/datasetImport.ts';
import type { DatasetItem } from '../../domain/datasetItem.ts';
import { judgeBox } from '../../domain/judgeBox.ts';
import { LabError } from '../../domain/labError.ts';
import { labelledRedCellDiameter } from '../../domain/labelledRedCellDiameter.ts';
import type { FoundBox } from '../../exchange/foundLabel.ts';
import { readImageHeader } from '../../slides/images/readImageHeader.ts';
import type { ChosenClass } from './chooseClasses.ts';
import type { FoundPicture } from './found.ts';

/** What became of one picture. */
export interface JudgedPicture {
  readonly items: readonly DatasetItem[];
  readonly problems: readonly DatasetProblem[];
  /** names of labels that are no class of the lab, one for each label */
  readonly leftOut: readonly string[];
}

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Looks at a picture and turns its labels into items. A label that cannot be used is a problem, the others stand; a
 *  picture that cannot be read has no item. */
export async function itemsOfPicture(
  picture: FoundPicture,
  tools: { readonly classOf: (className: string) => ChosenClass; readonly source: string | undefined },
): Promise<JudgedPicture> {
  const isWanted = picture.labels.some(({ className }) => tools.classOf(className) !== undefined);
  // a picture of other classes only is not even opened
  if (!isWanted) return { items: [], problems: [], leftOut: picture.labels.map((label) => label.className) };
  const read = await readSize(picture);
  if ('message' in read) return { items: [], problems: [read], leftOut: [] };
  return judgeLabels(picture, read, tools);
}

async function readSize(picture: FoundPicture): Promise<Size | DatasetProblem> {
  try {
    const { widthPx, heightPx } = await readImageHeader(picture.path);
    const stated = picture.statedSize;
    if (stated === undefined || (stated.widthPx === widthPx && stated.heightPx === heightPx))
      return { widthPx, heightPx };
    return problemOf(
      picture,
      `it was made for a picture of ${stated.widthPx} x ${stated.heightPx}, and ${picture.path} has ${widthPx} x ${heightPx}`,
    );
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { file: picture.path, line: undefined, message: error.message };
  }
}

function judgeLabels(
  picture: FoundPicture,
  size: Size,
  tools: Parameters<typeof itemsOfPicture>[1],
): JudgedPicture {
  const problems: DatasetProblem[] = [];
  const leftOut: string[] = [];
  const redCells: PixelBox[] = [];
  const cells: Pick<DatasetItem, 'cellClass' | 'cell'>[] = [];
  for (const { className, box, line } of picture.labels) {
    const cellClass = tools.classOf(className);
    const judged = box === undefined ? undefined : judgeBox(toPixels(box, size), size);
    if (cellClass === undefined) leftOut.push(className);
    else if (judged !== undefined && 'fault' in judged)
      problems.push(problemOf(picture, `${className}: ${judged.fault}`, line));
    else if (cellClass !== 'red-cell') cells.push({ cellClass, ...(judged && { cell: judged.box }) });
    else if (judged !== undefined) redCells.push(judged.box);
  }
  const redCellDiameterPx = picture.redCellDiameterPx ?? labelledRedCellDiameter(redCells, size);
  const { group, part, fold } = picture;
  const items = cells.map(
    (cell): DatasetItem => ({
      file: picture.path,
      ...cell,
      ...(redCellDiameterPx !== undefined && { redCellDiameterPx }),
      ...(group !== undefined && { group }),
      ...(tools.source !== undefined && { source: tools.source }),
      ...(part !== undefined && { part }),
      ...(fold !== undefined && { fold }),
    }),
  );
  return { items, problems, leftOut };
}

function toPixels({ unit, ...box }: FoundBox, size: Size): PixelBox {
  if (unit === 'px') return box;
  return {
    xPx: box.xPx * size.widthPx,
    yPx: box.yPx * size.heightPx,
    widthPx: box.widthPx * size.widthPx,
    heightPx: box.heightPx * size.heightPx,
  };
}

function problemOf(picture: FoundPicture, message: string, line?: number): DatasetProblem {
  return { file: picture.annotation, line, message };
}
