import { appendReview } from '../../main/database/appendReview.ts';
import { listCells } from '../../main/database/cells.ts';
import { openDatabase } from '../../main/database/open.ts';
import { listSlides } from '../../main/database/slides.ts';

/** A reviewer's process for the kill test: reviews the first cell of the database over and over and prints
 *  the id of each review once it is committed. Ends only by a signal. With a pause in milliseconds it lets others write
 *  too: without one it holds the database nearly all the time, and a batch beside it takes minutes. */
const [, , path, pauseMs = '0'] = process.argv;
if (path === undefined) throw new Error('Give the database');
const db = openDatabase(path);
const [slide] = listSlides(db);
const [cell] = slide === undefined ? [] : listCells(db, slide.id);
if (cell === undefined) throw new Error('The database has no cell');
for (;;) {
  const review = appendReview(db, { cellId: cell.id, reviewer: 'Reader', verdict: 'pro-b' });
  process.stdout.write(`${review.id}\n`);
  if (Number(pauseMs) > 0) await new Promise((resolve) => setTimeout(resolve, Number(pauseMs)));
}
