import { deleteCells, drawCell, labelCells, undoLabels } from '../../main/database/labelCells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { readCellTable } from '../../main/database/readCellTable.ts';
import { listSlides } from '../../main/database/slides.ts';
import { cellIdAt } from '../../main/domain/cellTable.ts';
import { createRandom } from '../../main/domain/randomNumbers.ts';
import { verdicts } from '../../main/domain/verdict.ts';

/** A person's process for the kill test: labels cells singly and by the thousand, draws, deletes and undoes, and prints
 *  the id of each action once it is committed. Ends only by a signal. */
const [, , path, seed] = process.argv;
if (path === undefined) throw new Error('Give the database and a seed');
const db = openDatabase(path);
const [slide] = listSlides(db);
if (slide === undefined) throw new Error('The database has no slide');
const random = createRandom(Number(seed));
const who = { slideId: slide.id, person: 'Reader' };
const table = readCellTable(db, slide.id);
const rows = [...table.ids.keys()];
for (;;) {
  const verdict = verdicts[Math.floor(random() * verdicts.length)];
  const first = Math.floor(random() * table.count);
  const count = random() < 0.5 ? 1 : Math.floor(random() * 5000);
  const cellIds = rows.slice(first, first + Math.max(1, count)).map((row) => cellIdAt(table, row));
  const kind = random();
  // what was deleted is taken back at once: other actions find every cell there
  const changes =
    kind < 0.6
      ? [() => labelCells(db, { ...who, cellIds, verdict })]
      : kind < 0.8
        ? [() => deleteCells(db, { ...who, cellIds }), () => undoLabels(db, who)]
        : [() => drawCell(db, { ...who, verdict, box: { xPx: 9, yPx: 9, widthPx: 30, heightPx: 30 } })];
  for (const change of changes) process.stdout.write(`${change().action.id}\n`);
}
