import { readFile, stat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { type CocoInstances, parseCocoInstances } from '../../exchange/cocoInstances.ts';
import { type Found, foundProblem } from './found.ts';
import { indexPictures, partOfPath, walkFiles } from './walkFiles.ts';

/** Longest file of annotations that is read: JavaScript holds no longer text. */
const mostBytes = 500_000_000;

/** Pictures of a dataset in the format of COCO: JSON files of instances, wherever they lie below the folder, or one
 *  such file. The name of file or folder says the part.
 *  @throws LabError 'folder-missing'; 'dataset-invalid' without any JSON file */
export async function* findInCoco(from: string): AsyncGenerator<Found> {
  const isFile = await stat(from).then(
    (stats) => stats.isFile(),
    () => false,
  );
  const folder = isFile ? dirname(from) : from;
  const index = await indexPictures(folder);
  let count = 0;
  for await (const path of isFile ? [from] : walkFiles(folder)) {
    if (!path.toLowerCase().endsWith('.json')) continue;
    count += 1;
    const read = await readInstances(path);
    if ('fault' in read) {
      yield foundProblem(path, read.fault);
      continue;
    }
    for (const { line, message } of read.faults) yield foundProblem(path, message, line);
    const part = partOfPath(relative(folder, path));
    for (const { pictureName, size: statedSize, labels } of read.pictures) {
      const picture = index.find(pictureName, path);
      if (picture === undefined) yield foundProblem(path, `its picture ${pictureName} is not in the dataset`);
      else yield { kind: 'picture', picture: { path: picture, annotation: path, labels, statedSize, part } };
    }
  }
  if (count === 0)
    throw new LabError('dataset-invalid', `There is no JSON file of annotations in ${from}.`, { from });
}

async function readInstances(path: string): Promise<CocoInstances | { readonly fault: string }> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) return { fault: `it has ${size} bytes; ${mostBytes} are the most. Split it` };
    return parseCocoInstances(await readFile(path, 'utf8'));
  } catch (error) {
    // one damaged file does not stop the others
    return { fault: (error as Error).message };
  }
}
