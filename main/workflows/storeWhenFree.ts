import { LabError } from '../domain/labError.ts';

/** How long what took minutes or hours to make waits for another program to let go of the database. */
const longestMs = 30 * 60_000;
const againMs = 1000;

/** Stores something; while another program keeps the database locked, again and again for half an hour.
 *  @param store stores all of it or nothing
 *  @throws LabError 'database-busy' after that time, 'cancelled', and what `store` throws else */
export async function storeWhenFree<Result>(store: () => Result, signal: AbortSignal): Promise<Result> {
  const startedAt = performance.now();
  for (;;) {
    try {
      return store();
    } catch (error) {
      const isBusy = error instanceof LabError && error.code === 'database-busy';
      if (!isBusy || performance.now() - startedAt > longestMs) throw error;
    }
    if (signal.aborted) throw new LabError('cancelled', 'Stopped before it was stored.');
    await new Promise((resume) => setTimeout(resume, againMs));
  }
}
