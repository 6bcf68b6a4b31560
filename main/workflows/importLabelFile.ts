import { readFile, stat } from 'node:fs/promises';
import type { Db } from '../database/open.ts';
import { readSettings } from '../database/settings.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideId } from '../domain/slide.ts';
import { parseLabels } from '../exchange/parseLabels.ts';
import { readFailure } from '../slides/fileFailure.ts';
import { importLabels } from './changeLabels.ts';

const mostBytes = 200e6;

/** Labels of a file onto a slide, as one action that can be undone.
 *  @returns what it came to; `passedOverCount`: labels on no field of the scan, or of a class that is none of the lab's
 *  @throws LabError 'file-missing' | 'argument-invalid' when it is no file of labels, or none fits the slide */
export async function importLabelFile(db: Db, slideId: SlideId, path: string) {
  const info = await stat(path).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  if (info.size > mostBytes)
    throw new LabError('argument-invalid', 'The file is larger than 200 MB: that is no file of labels.');
  const { labels, unknownClassCount } = parseLabels(await readFile(path, 'utf8'), readSettings(db).classes);
  if (labels.length === 0)
    throw new LabError(
      'argument-invalid',
      'The file holds no label of a class of this lab. Name classes like "pre-b" or as in the settings.',
    );
  const outcome = importLabels(db, slideId, labels);
  return { ...outcome, passedOverCount: outcome.passedOverCount + unknownClassCount };
}
