import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Db } from '../../database/open.ts';
import type { ImportSummary } from '../../domain/datasetImport.ts';
import { readImageHeader } from '../../slides/images/readImageHeader.ts';
import { controlHashesOf, mayLearnSlide } from '../withoutControlItems.ts';
import { refuseOverwriting } from '../writeOutput.ts';
import { cellOfCrop, writeReviewedCells } from '../writeReviewedCells.ts';
import { type ImportOptions, writeImport } from './importDataset.ts';
import type { JudgedPicture } from './itemsOfPicture.ts';

/** Cuts the cells that people gave a class out as pictures, and writes their dataset list. The slide is the group; slides of
 *  the control set are left out.
 *  @param out the list; the pictures lie beside it in a folder of its name
 *  @throws LabError 'output-exists' for the list or the folder; 'dataset-invalid' without a reviewed cell; as
 *  writeReviewedCells. Neither list nor folder is left then */
export async function importReviews(
  db: Db,
  plan: { readonly out: string; readonly mayReplace: boolean; readonly source: string | undefined },
  options: ImportOptions & { readonly onSlide: (done: number, total: number, name: string) => void },
): Promise<ImportSummary> {
  const folder = `${resolve(plan.out).replace(/\.jsonl$/, '')}-cells`;
  await refuseOverwriting(plan.out, plan.mayReplace, ', or --force');
  await refuseOverwriting(folder, false, ` for the list, or remove the folder of its cells`);
  try {
    await mkdir(folder, { recursive: true });
    const pictures = await writeReviewedCells(db, folder, {
      ...options,
      isWanted: mayLearnSlide(controlHashesOf(db)),
    });
    const judge = async function* (): AsyncGenerator<JudgedPicture> {
      for (const { path, cellClass, group } of pictures) {
        const { redCellDiameterPx, ...cell } = cellOfCrop((await readImageHeader(path)).widthPx);
        const source = plan.source ?? 'reviews';
        const item = { file: path, cellClass, cell, redCellDiameterPx, group: `slide ${group}`, source };
        yield { items: [item], problems: [], leftOut: [] };
      }
    };
    return await writeImport(judge(), { out: plan.out, isStrict: false }, options);
  } catch (error) {
    // cells without their list are nobody's
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
