import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { assertNever } from '../domain/assertNever.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideEntry } from '../domain/slide.ts';
import { listCompanions, listFolderFiles, mayHaveCompanions } from './companionFiles.ts';
import { listSeriesFiles } from './dicom/listSeriesFiles.ts';
import { readFailure } from './fileFailure.ts';
import { imageKinds } from './imageFileName.ts';
import { listFieldNames } from './listFieldNames.ts';

/** A file that a slide consists of. */
interface SlideFile {
  /** absolute */
  readonly path: string;
  /** tells the slide's files apart, and stays when the slide is renamed or moved */
  readonly name: string;
}

/** All files that a slide consists of; of most formats one.
 *  @returns in natural order of their names; at least one
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function listSlideFiles(entry: SlideEntry): Promise<readonly SlideFile[]> {
  const { path, kind } = entry;
  switch (kind) {
    case 'image-file':
      return listFilesOfOne(path);
    case 'field-folder': {
      const names = await listFieldNames(path);
      if (names.length === 0) throw emptiedFolder(entry);
      return names.map((name) => ({ path: join(path, name), name }));
    }
    case 'dicom-series':
      return (await listSeriesFiles(path)).map((file) => ({ path: file, name: basename(file) }));
    default:
      return assertNever(kind);
  }
}

/** A slide that is recorded as one file, with what lies beside it and belongs to it. */
async function listFilesOfOne(path: string): Promise<readonly SlideFile[]> {
  const folder = dirname(path);
  const name = basename(path);
  if (!mayHaveCompanions(name)) return [{ path, name }];
  try {
    const companions = await listCompanions(folder, name, await readdir(folder));
    const files: SlideFile[] = [{ path, name: companions.length === 0 ? name : 'slide' }];
    for (const companion of companions) {
      const companionPath = join(folder, companion);
      const isFolder = (await stat(companionPath)).isDirectory();
      const inFolder = isFolder ? await listFolderFiles(companionPath) : [];
      files.push(...inFolder.map((each) => ({ path: join(companionPath, each), name: each })));
      if (!isFolder) files.push({ path: companionPath, name: companion });
    }
    return files;
  } catch (error) {
    throw readFailure(error, path);
  }
}

function emptiedFolder({ name, path }: SlideEntry): LabError {
  return new LabError(
    'slide-unreadable',
    `The folder ${name} holds no ${imageKinds} files any more. Put its fields back or remove it.`,
    { path },
  );
}
