import { throwIfCancelled } from './fileFailure.ts';

/** Work that several callers want at once is done once. */
export interface SharedWork<Result> {
  /** Joins the work under way for a key, or starts it. A caller that aborts leaves; the work is aborted only when
   *  all have left.
   *  @param name of what is read, for the message of a caller that aborts
   *  @throws LabError 'cancelled' when this caller's signal is aborted, at once; else what the work throws */
  run(key: string, start: (signal: AbortSignal) => Promise<Result>, caller: SharedCaller): Promise<Result>;
}

export interface SharedCaller {
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

interface Work<Result> {
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  callerCount: number;
}

export function createSharedWork<Result>(): SharedWork<Result> {
  const underWay = new Map<string, Work<Result>>();

  function begin(key: string, start: (signal: AbortSignal) => Promise<Result>): Work<Result> {
    const controller = new AbortController();
    const forget = () => {
      if (underWay.get(key) === work) underWay.delete(key);
    };
    const work: Work<Result> = { result: start(controller.signal), controller, callerCount: 0 };
    underWay.set(key, work);
    work.result.then(forget, forget);
    // whoever comes next must not join work that is being given up
    controller.signal.addEventListener('abort', forget);
    return work;
  }

  return {
    async run(key, start, { name, signal }) {
      throwIfCancelled(signal, name);
      const work = underWay.get(key) ?? begin(key, start);
      work.callerCount += 1;
      try {
        return await untilAborted(work.result, name, signal);
      } finally {
        work.callerCount -= 1;
        if (work.callerCount === 0 && underWay.get(key) === work) work.controller.abort();
      }
    },
  };
}

function untilAborted<Result>(
  result: Promise<Result>,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const leave = () => {
      try {
        throwIfCancelled(signal, name);
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener('abort', leave, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
