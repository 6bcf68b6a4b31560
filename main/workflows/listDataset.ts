import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CellClass, cellClasses, cellClassOfFolder } from '../domain/cellClass.ts';
import { leastGroups } from '../domain/datasetSplit.ts';
import { LabError } from '../domain/labError.ts';
import { isImageFileName } from '../slides/imageFileName.ts';

/** One image of a dataset folder. */
export interface DatasetImage {
  readonly path: string;
  /** relative to the dataset, with forward slashes: "Benign/WBC-Benign-001.jpg" */
  readonly name: string;
  readonly cellClass: CellClass;
}

/** All images of a dataset folder, one folder a class, in order of name. Nothing is decoded.
 *  @throws LabError 'folder-missing'; 'dataset-invalid' when a class has no folder or no image, or when a
 *  folder's name is no class */
export async function listDataset(folder: string): Promise<readonly DatasetImage[]> {
  const classFolders = await listClassFolders(folder);
  const images = await Promise.all(classFolders.map((one) => listClassImages(folder, one)));
  const all = images.flat();
  const missing = cellClasses.filter((cellClass) => all.every((image) => image.cellClass !== cellClass));
  if (missing.length > 0) {
    throw new LabError(
      'dataset-invalid',
      `The dataset ${folder} has no image of ${missing.join(', ')}. It must hold one folder a class: Benign, Early, Pre, Pro, with at least ${leastGroups} images each.`,
    );
  }
  return all;
}

interface ClassFolder {
  readonly name: string;
  readonly cellClass: CellClass;
}

async function listClassFolders(folder: string): Promise<readonly ClassFolder[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new LabError(
      'folder-missing',
      `There is no dataset folder ${folder}, or it cannot be read. Check the path.`,
      { folder },
      { cause },
    );
  });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders
    .map(({ name }) => {
      const cellClass = cellClassOfFolder(name);
      if (cellClass === undefined) {
        throw new LabError(
          'dataset-invalid',
          `The folder ${name} of the dataset ${folder} is not a class. Name class folders Benign, Early, Pre, Pro ` +
            `(or ${cellClasses.join(', ')}) and move other folders away.`,
        );
      }
      return { name, cellClass };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function listClassImages(folder: string, classFolder: ClassFolder): Promise<readonly DatasetImage[]> {
  const entries = await readdir(join(folder, classFolder.name), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isImageFileName(entry.name))
    .map((entry) => ({
      path: join(folder, classFolder.name, entry.name),
      name: `${classFolder.name}/${entry.name}`,
      cellClass: classFolder.cellClass,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
