import { appendReview } from '../../main/database/appendReview.ts';
import { listCells } from '../../main/database/cells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { listSlides } from '../../main/database/slides.ts';

/** A reviewer's process for the kill test: reviews the first cell of the database over and over and prints
 *  the id of each review once it is committed. Ends only by a signal. */
const [, , path] = process.argv;
if (path === undefined) throw new Error('Give the database');
const db = openDatabase(path);
const [slide] = listSlides(db);
const [cell] = slide === undefined ? [] : listCells(db, slide.id);
if (cell === undefined) throw new Error('The database has no cell');
for (;;) {
  const review = appendReview(db, { cellId: cell.id, reviewer: 'Reader', verdict: 'pro-b' });
  process.stdout.write(`${review.id}\n`);
}
