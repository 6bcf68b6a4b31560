import type { worklistCalls } from '../../../preload/contract/worklistCalls.ts';
import { addDemoSlides, addSlides, scanAgain } from '../../workflows/addSlides.ts';
import type { ScanQueueRunner } from '../../workflows/scanQueue.ts';
import { changePriority, listWorklist, readDefaultGoal } from '../../workflows/worklist.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Slides and the queue of their scans. */
export function createWorklistHandlers(
  { db, folders, emit }: StationContext,
  queue: ScanQueueRunner,
): HandlersOf<typeof worklistCalls> {
  const tell = (slideIds: Parameters<typeof queue.cancel>[0]) => {
    if (slideIds.length > 0) emit('worklist-changed', { slideIds });
    emit('queue-changed', { queue: queue.read() });
  };
  return {
    listWorklist: () => ({ rows: listWorklist(db), queue: queue.read() }),
    readWorklistRows: ({ slideIds }) => listWorklist(db, slideIds),
    addSlides: async ({ grants, priority, cellGoal }, { grantPath }) => {
      const goal = cellGoal === undefined ? readDefaultGoal(db) : cellGoal === 0 ? undefined : cellGoal;
      const added = await addSlides(db, { paths: grants.map(grantPath), priority, cellGoal: goal });
      queue.wake();
      tell(added.addedIds);
      return added;
    },
    addDemoSlides: async () => {
      const added = await addDemoSlides(db, folders.demo);
      queue.wake();
      tell(added.addedIds);
      return added;
    },
    scanAgain: ({ slideIds, isForced }) => {
      scanAgain(db, slideIds, isForced);
      queue.wake();
      tell(slideIds);
    },
    cancelScans: ({ slideIds }) => queue.cancel(slideIds),
    setPriority: ({ slideIds, priority }) => {
      changePriority(db, slideIds, priority);
      tell(slideIds);
    },
    setQueuePaused: ({ isPaused }) => queue.setPaused(isPaused),
  };
}
