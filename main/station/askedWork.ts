/** Work that a window asks for by an id of its own, and may call off again. */
export interface AskedWork {
  /** @param signal of the call itself; the work hears of either */
  run<Result>(
    requestId: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
  /** Of work that has ended nothing happens. */
  cancel(requestId: string): void;
}

export function createAskedWork(): AskedWork {
  const asked = new Map<string, AbortController>();
  return {
    async run(requestId, signal, work) {
      const controller = new AbortController();
      asked.set(requestId, controller);
      try {
        return await work(AbortSignal.any([signal, controller.signal]));
      } finally {
        if (asked.get(requestId) === controller) asked.delete(requestId);
      }
    },
    cancel: (requestId) => asked.get(requestId)?.abort(),
  };
}
