import { join } from 'node:path';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { openDatabase } from '../../main/database/open.ts';
import { type SettingsChange, updateSettings } from '../../main/database/settings.ts';
import { aScratchFolder, aSmearFolder } from './aSmearFolder.ts';
import type { ScanMaterial } from './drawOnce.ts';
import { parseLines, runLab } from './runLab.ts';

/** A lab whose queue holds, or is to hold, some slides of so many fields each.
 *  @param folder of its database; a new one unless given */
export async function aBatch(
  material: ScanMaterial,
  counts: Readonly<Record<string, number>>,
  folder?: string,
) {
  const slides = await aSmearFolder(material.fields, counts);
  const database = join(folder ?? (await aScratchFolder()), 'lab.db');
  const db = ['--db', database];
  const model = ['--model', material.modelFolder];
  const batch = (verb: string, ...more: readonly string[]) => runLab(['batch', verb, ...more, ...db]);
  /** "name state" of every slide, sorted */
  const stateOf = async () =>
    parseLines((await batch('list', '--json')).stdout)
      .map(({ name, state }) => `${name} ${state}`)
      .toSorted();
  /** as a lab would that changed its settings before the night */
  const set = (change: SettingsChange) => {
    const open = openDatabase(database);
    updateSettings(open, change);
    open.close();
  };
  return { slides, database, db, model, batch, stateOf, set, run: [...db, ...model] };
}

/** Every cell of all scans with its prediction, by slide and place.
 *  @throws Error when the database is not whole */
export function cellsIn(database: string): readonly unknown[] {
  const db = openDatabase(database);
  try {
    const { isIntact, problems } = checkIntegrity(db);
    if (!isIntact) throw new Error(problems.join('\n'));
    return db
      .prepare(
        `SELECT slides.name, cells.field_index, cells.x_px, cells.y_px, cells.width_px, cells.height_px, cells.score,
          p.cell_class, p.benign, p.early_pre_b, p.pre_b, p.pro_b
        FROM cells JOIN scans ON scans.id = cells.scan_id JOIN slides ON slides.id = scans.slide_id
        JOIN predictions AS p ON p.cell_id = cells.id
        ORDER BY slides.name, cells.field_index, cells.y_px, cells.x_px`,
      )
      .all();
  } finally {
    db.close();
  }
}
