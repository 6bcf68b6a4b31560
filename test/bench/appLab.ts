import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { registerModel } from '../../main/database/models.ts';
import { type Db, openDatabase } from '../../main/database/open.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import type { SlideEntry, SlideId } from '../../main/domain/slide.ts';
import { hashSlide } from '../../main/slides/hashSlide.ts';
import { fillLab, recordStrewnScan, strewnCells } from '../helpers/fillLab.ts';
import { aModelCard } from '../helpers/labRecords.ts';
import { drawMosaicSlide } from './drawMosaicSlide.ts';

export interface AppLabSizes {
  /** slides of the worklist, of which there are no files */
  readonly slideCount: number;
  readonly cellsPerSlide: number;
  /** edge of the slides that are looked at */
  readonly slidePx: number;
  /** cells of these slides */
  readonly viewedCellCounts: readonly number[];
}

/** A slide with a file, to look at. */
export interface ViewedSlide {
  readonly slideId: SlideId;
  readonly name: string;
  readonly cellCount: number;
}

export interface AppLab {
  /** user data of the program, its database filled */
  readonly userData: string;
  /** what the pictures of the slides are made of */
  readonly madeOf: string;
  readonly slideCount: number;
  readonly cellCount: number;
  /** large slides, one for each of `viewedCellCounts` */
  readonly viewed: readonly ViewedSlide[];
  /** slides between which a person goes to and fro */
  readonly switched: readonly ViewedSlide[];
}

const switchedCount = 4;
const switchedCells = 2000;
const switchedPx = 2048;

/** A lab that has worked for years: a full database, and a few slides that can be opened.
 *  @param folder empty; everything lies below it */
export async function fillAppLab(folder: string, sizes: AppLabSizes): Promise<AppLab> {
  const userData = join(folder, 'user');
  const slideFolder = join(folder, 'slides');
  for (const made of [join(userData, 'lab'), slideFolder]) mkdirSync(made, { recursive: true });
  const large = join(slideFolder, 'large.tif');
  const small = join(slideFolder, 'small.tif');
  const madeOf = await drawMosaicSlide(large, { widthPx: sizes.slidePx, heightPx: sizes.slidePx });
  await drawMosaicSlide(small, { widthPx: switchedPx, heightPx: switchedPx });
  const db = openDatabase(join(userData, 'lab', 'lab.db'));
  // what a power cut would lose here is made again
  db.pragma('synchronous = OFF');
  try {
    const { slideCount, cellsPerSlide, slidePx } = sizes;
    const card = aModelCard();
    fillLab(db, { slideCount, cellsPerSlide, card });
    const viewed: ViewedSlide[] = [];
    for (const cellCount of sizes.viewedCellCounts)
      viewed.push(await recordSlide(db, large, { name: `cells-${cellCount}.tif`, cellCount, slidePx }));
    const switched: ViewedSlide[] = [];
    for (let at = 0; at < switchedCount; at += 1) {
      const slide = { name: `switched-${at + 1}.tif`, cellCount: switchedCells, slidePx: switchedPx };
      switched.push(await recordSlide(db, small, slide));
    }
    const added = [...viewed, ...switched];
    return {
      ...{ userData, madeOf, viewed, switched },
      slideCount: slideCount + added.length,
      cellCount: slideCount * cellsPerSlide + added.reduce((sum, slide) => sum + slide.cellCount, 0),
    };
  } finally {
    db.close();
  }
}

/** A copy with other bytes, as the same bytes are the same slide; what follows a TIFF's last block is not read. */
async function recordSlide(
  db: Db,
  picture: string,
  given: { readonly name: string; readonly cellCount: number; readonly slidePx: number },
): Promise<ViewedSlide> {
  const { name, cellCount, slidePx } = given;
  const path = join(picture, '..', name);
  copyFileSync(picture, path);
  appendFileSync(path, name);
  const entry: SlideEntry = { name: basename(path), path, kind: 'image-file' };
  const size = { widthPx: slidePx, heightPx: slidePx };
  const slideId = recordStrewnScan(
    db,
    { ...entry, ...(await hashSlide(entry)) },
    {
      modelId: registerModel(db, aModelCard()).id,
      size,
      cells: strewnCells(cellCount, size, createRandom(cellCount)),
    },
  );
  return { slideId, name, cellCount };
}
