import type { Db } from '../database/open.ts';
import { createOutsideWatch } from '../database/outsideChanges.ts';
import type { CellsAsNow } from '../domain/cellTable.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideId } from '../domain/slide.ts';

/** How often it is looked whether another program has written. */
const lookEveryMs = 2000;

/** Tells what another program (a batch at a terminal, a second station) changes in the database. Whoever calls it disposes
 *  of it. */
export function watchOutside(
  db: Db,
  tell: {
    readonly onSlides: (slideIds: readonly SlideId[]) => void;
    readonly onCells: (cells: readonly CellsAsNow[]) => void;
    readonly onTrainings: (runIds: readonly string[]) => void;
    /** at each look, changes or not */
    readonly onLook: () => void;
  },
): { readonly dispose: () => void } {
  const look = createOutsideWatch(db);
  const timer = setInterval(() => {
    try {
      tell.onLook();
      const changes = look();
      if (changes === undefined) return;
      if (changes.slideIds.length > 0) tell.onSlides(changes.slideIds);
      if (changes.cells.length > 0) tell.onCells(changes.cells);
      if (changes.trainingRunIds.length > 0) tell.onTrainings(changes.trainingRunIds);
    } catch (error) {
      // locked for a moment: the next look finds the same
      const reason = error instanceof LabError ? error.code : String(error);
      process.stderr.write(`station: no look for changes by other programs: ${reason}\n`);
    }
  }, lookEveryMs);
  timer.unref();
  return { dispose: () => clearInterval(timer) };
}
