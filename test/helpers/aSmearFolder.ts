import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeSyntheticSlides } from '../../main/slides/synthetic/writeSyntheticSlides.ts';

/** A folder of the running test, gone when it ends. */
export async function aScratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'blastscope-scan-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Draws small synthetic fields once for a test file. @returns paths of the fields, JPEG 400 x 300 with enough red cells for a ruler */
export async function drawFields(folder: string, fieldCount: number): Promise<readonly string[]> {
  await writeSyntheticSlides(folder, { seed: 7, fieldCount, widthPx: 400, heightPx: 300 });
  const slide = join(folder, 'SYNTHETIC-normal');
  return (await readdir(slide)).toSorted().map((name) => join(slide, name));
}

/** A folder of slides, each a folder of camera fields, of the fields given in turn.
 *  @param counts how many fields each slide has, by the slide's name */
export async function aSmearFolder(
  fields: readonly string[],
  counts: Readonly<Record<string, number>>,
): Promise<string> {
  const folder = await aScratchFolder();
  let next = 0;
  for (const [name, count] of Object.entries(counts)) {
    await mkdir(join(folder, name));
    for (let index = 0; index < count; index += 1) {
      const field = fields[next % fields.length];
      if (field === undefined) throw new Error('No field was drawn');
      await cp(field, join(folder, name, `field-${index + 1}.jpg`));
      next += 1;
    }
  }
  return folder;
}
