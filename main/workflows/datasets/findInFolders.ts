import { basename, dirname, relative, resolve, sep } from 'node:path';
import { LabError } from '../../domain/labError.ts';
import { parseCnmcFileName } from '../../exchange/cnmcFileName.ts';
import { isImageFileName } from '../../slides/imageFileName.ts';
import { type Found, foundProblem, wholePicture } from './found.ts';
import { walkFiles } from './walkFiles.ts';

/** Pictures of a folder that holds one folder a class; folders within those are part of the class.
 *  @throws LabError 'folder-missing' */
export async function* findInClassFolders(folder: string): AsyncGenerator<Found> {
  for await (const path of walkFiles(folder)) {
    const [className, ...below] = relative(folder, path).split(sep);
    if (className === undefined || below.length === 0 || !isImageFileName(basename(path))) continue;
    yield {
      kind: 'picture',
      picture: { path: resolve(path), annotation: path, labels: [wholePicture(className)] },
    };
  }
}

/** Pictures of C-NMC 2019 by their names, in whatever folders: the patient is the group, and `fold_1` in the path the
 *  fold. @throws LabError 'folder-missing' */
export async function* findInCnmc(folder: string): AsyncGenerator<Found> {
  let count = 0;
  for await (const path of walkFiles(folder)) {
    const name = basename(path);
    if (!isImageFileName(name)) continue;
    const said = parseCnmcFileName(name);
    if (said === undefined) {
      yield foundProblem(path, 'its name is not UID_<patient>_<picture>_<cell>_all.bmp or …_hem.bmp');
      continue;
    }
    count += 1;
    const fold = /(?:^|[\\/])fold_(\d{1,3})(?:[\\/]|$)/.exec(dirname(relative(folder, path)))?.[1];
    const picture = {
      path: resolve(path),
      annotation: path,
      labels: [wholePicture(said.className)],
      group: `patient ${said.patient}`,
      fold: fold === undefined ? undefined : Number(fold),
    };
    yield { kind: 'picture', picture };
  }
  if (count === 0)
    throw new LabError(
      'dataset-invalid',
      `No picture in ${folder} has a name of C-NMC, like UID_1_2_2_all.bmp.`,
      {
        folder,
      },
    );
}
