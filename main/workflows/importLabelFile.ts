import { readFile, stat } from 'node:fs/promises';
import type { Db } from '../database/open.ts';
import { readSettings } from '../database/settings.ts';
import { findSlide } from '../database/slides.ts';
import { LabError } from '../domain/labError.ts';
import { parseLabels } from '../exchange/parseLabels.ts';
import { readFailure } from '../slides/fileFailure.ts';
import { importLabels } from './changeLabels.ts';

const mostBytes = 200e6;

/** Labels of a file onto a slide, as one action that can be undone.
 *  @param wanted id, name or path of the slide
 *  @param reviewer whose labels they are; who works now unless told
 *  @returns what it came to; `passedOverCount`: labels on no field of the scan, or of a class that is none of the lab's
 *  @throws LabError 'file-missing' | 'argument-invalid' when it is no file of labels, or none fits the slide */
export async function importLabelFile(db: Db, wanted: string, path: string, reviewer?: string) {
  const slide = findSlide(db, wanted);
  const { labels, passedOverCount } = parseLabels(await readText(path), readSettings(db).classes);
  if (labels.length === 0)
    throw new LabError(
      'argument-invalid',
      'The file holds no label of a class of this lab. Name classes like "pre-b" or as in the settings.',
    );
  const outcome = importLabels(db, slide.id, labels, reviewer);
  return { ...outcome, passedOverCount: outcome.passedOverCount + passedOverCount };
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size <= mostBytes) return await readFile(path, 'utf8');
  } catch (error) {
    throw readFailure(error, path);
  }
  throw new LabError('argument-invalid', 'The file is larger than 200 MB: that is no file of labels.');
}
