import { throwIfCancelled } from './fileFailure.ts';

/** Lets work through as memory allows: what is under way never needs more than a budget, unless one piece of work
 *  alone does. In the order of asking. */
export interface Gate {
  /** @param bytes that the work is expected to hold while it runs
   *  @throws LabError 'cancelled' when the signal is aborted before its turn; else what the work throws */
  run<Result>({ bytes, name, signal }: GateTicket, work: () => Promise<Result>): Promise<Result>;
}

interface GateTicket {
  readonly bytes: number;
  /** of what is read, for the message */
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

export function createGate({ mostAtOnce, mostBytes }: { mostAtOnce: number; mostBytes: number }): Gate {
  const waiting: { readonly bytes: number; readonly enter: () => void }[] = [];
  let insideCount = 0;
  let insideBytes = 0;

  function admit(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const isFull = insideCount >= mostAtOnce || insideBytes + next.bytes > mostBytes;
      if (isFull && insideCount > 0) return;
      waiting.shift();
      insideCount += 1;
      insideBytes += next.bytes;
      next.enter();
    }
  }

  return {
    async run({ bytes, name, signal }, work) {
      await new Promise<void>((enter) => {
        waiting.push({ bytes, enter });
        admit();
      });
      try {
        throwIfCancelled(signal, name);
        return await work();
      } finally {
        insideCount -= 1;
        insideBytes -= bytes;
        admit();
      }
    },
  };
}
