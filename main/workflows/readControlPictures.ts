import { listControlItems } from '../database/controlSets.ts';
import type { Db } from '../database/open.ts';
import type { ControlSet } from '../domain/controlSet.ts';
import { LabError } from '../domain/labError.ts';
import type { LabelledImage } from '../domain/labelledImage.ts';
import { readImageHeader } from '../slides/images/readImageHeader.ts';
import { controlPicturePath } from './createControlSet.ts';
import { hashFile } from './hashFile.ts';
import { cellOfCrop } from './writeReviewedCells.ts';

/** The pictures of a control set, each compared with what was locked.
 *  @throws LabError 'dataset-invalid' when one is missing or changed | 'cancelled' */
export async function readControlPictures(
  { db, folder }: { readonly db: Db; readonly folder: string },
  set: ControlSet,
  signal?: AbortSignal,
): Promise<readonly LabelledImage[]> {
  const pictures: LabelledImage[] = [];
  for (const item of listControlItems(db, set.version)) {
    if (signal?.aborted) throw new LabError('cancelled', 'Stopped while the control set was read.');
    const path = controlPicturePath(folder, set, item);
    const found = await hashFile(path).catch(() => undefined);
    if (found !== item.sha256)
      throw new LabError(
        'dataset-invalid',
        `A picture of control set ${set.version} is ${found === undefined ? 'missing' : 'not what was locked'}: ${path}. Restore it from a backup, or lock a new control set.`,
        { path },
      );
    // what was cut from a slide shows one cell, a folder's picture a field
    const isCrop = item.slideSha256 !== undefined;
    const cell = isCrop ? cellOfCrop((await readImageHeader(path)).widthPx) : undefined;
    pictures.push({ path, cellClass: item.cellClass, cell });
  }
  return pictures;
}
