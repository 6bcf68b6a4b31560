import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { parseYoloBoxes, parseYoloNames } from '../../exchange/yoloLabels.ts';
import { isImageFileName } from '../../slides/imageFileName.ts';
import { type Found, foundProblem } from './found.ts';
import { partOfPath, walkFiles } from './walkFiles.ts';

const nameFiles = ['data.yaml', 'data.yml', 'dataset.yaml'];

/** Pictures of a YOLO dataset: `images` in a path becomes `labels` for the text beside it, class names come from
 *  data.yaml, and folders named train, val or test are the part. A picture without a label file has no cell.
 *  @throws LabError 'folder-missing'; 'dataset-invalid' without readable class names */
export async function* findInYolo(folder: string): AsyncGenerator<Found> {
  const names = await readNames(folder);
  for await (const path of walkFiles(folder)) {
    if (!isImageFileName(basename(path))) continue;
    const annotation = labelPath(folder, path);
    if (annotation === undefined) continue;
    const text = await readFile(annotation, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      return new Error(`it cannot be read (${error.code ?? error.message})`);
    });
    if (text instanceof Error) {
      yield foundProblem(annotation, text.message);
      continue;
    }
    const { labels, faults } = parseYoloBoxes(text, names);
    for (const { line, message } of faults) yield foundProblem(annotation, message, line);
    const part = partOfPath(dirname(relative(folder, path)));
    yield { kind: 'picture', picture: { path: resolve(path), annotation, labels, part } };
  }
}

async function readNames(folder: string): Promise<readonly string[]> {
  for (const name of nameFiles) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseYoloNames(text, path);
  }
  throw new LabError(
    'dataset-invalid',
    `There is no ${nameFiles[0]} in ${folder}. A YOLO dataset names its classes there: names: ['WBC', 'RBC'].`,
    { folder },
  );
}

/** undefined where no folder of the path is named images: not a picture of the dataset */
function labelPath(folder: string, path: string): string | undefined {
  const parts = relative(folder, dirname(path)).split(sep);
  const at = parts.lastIndexOf('images');
  if (at < 0) return undefined;
  const labels = parts.with(at, 'labels');
  return join(folder, ...labels, `${basename(path, extname(path))}.txt`);
}
