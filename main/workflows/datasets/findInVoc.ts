import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { parseVocAnnotation, type VocAnnotation } from '../../exchange/vocAnnotation.ts';
import { type Found, foundProblem } from './found.ts';
import { indexPictures, partOfPath, walkFiles } from './walkFiles.ts';

/** Pictures of a dataset in the format of Pascal VOC: an XML file each, wherever it lies. Lists in ImageSets/Main, or
 *  folders named train, val or test, are the part.
 *  @throws LabError 'folder-missing'; 'dataset-invalid' without any XML file */
export async function* findInVoc(folder: string): AsyncGenerator<Found> {
  const index = await indexPictures(folder);
  const listed = await readImageSets(folder);
  let count = 0;
  for await (const path of walkFiles(folder)) {
    if (!path.toLowerCase().endsWith('.xml')) continue;
    count += 1;
    const read = await readAnnotation(path);
    if ('fault' in read) {
      yield foundProblem(path, read.fault);
      continue;
    }
    for (const { line, message } of read.faults) yield foundProblem(path, message, line);
    const stem = basename(path, path.slice(-4));
    const named = read.pictureName === undefined ? undefined : index.find(read.pictureName, path);
    const picture = named ?? index.find(stem, path);
    if (picture === undefined) {
      yield foundProblem(path, `there is no picture ${read.pictureName ?? stem} in the dataset`);
      continue;
    }
    const part = listed.get(stem) ?? partOfPath(dirname(relative(folder, path)));
    const { labels, size: statedSize } = read;
    yield { kind: 'picture', picture: { path: picture, annotation: path, labels, statedSize, part } };
  }
  if (count === 0)
    throw new LabError('dataset-invalid', `There is no XML file of annotations in ${folder}.`, { folder });
}

async function readAnnotation(path: string): Promise<VocAnnotation | { readonly fault: string }> {
  try {
    return parseVocAnnotation(await readFile(path, 'utf8'));
  } catch (error) {
    // one damaged file does not stop the others
    return { fault: (error as Error).message };
  }
}

/** Part by name of picture without its ending; empty where the dataset has no such lists. */
async function readImageSets(folder: string): Promise<ReadonlyMap<string, 'train' | 'validation' | 'test'>> {
  const sets = join(folder, 'ImageSets', 'Main');
  const files = await readdir(sets).catch((): string[] => []);
  const parts = new Map<string, 'train' | 'validation' | 'test'>();
  for (const file of files.filter((name) => /^(train|val|test)\.txt$/.test(name))) {
    const part = partOfPath(file);
    if (part === undefined) continue;
    for (const name of (await readFile(join(sets, file), 'utf8')).split(/\s+/)) parts.set(name, part);
  }
  return parts;
}
