import { throwIfCancelled } from '../fileFailure.ts';

/** Waits for work, but no longer than until the signal is aborted; the work itself goes on.
 *  @param waiter name of what is read, for the message; `onAbort` tells the work
 *  @throws LabError 'cancelled'; what the work throws */
export function untilAborted<Result>(
  work: Promise<Result>,
  {
    name,
    signal,
    onAbort,
  }: {
    readonly name: string;
    readonly signal: AbortSignal | undefined;
    readonly onAbort?: () => void;
  },
): Promise<Result> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const leave = () => {
      onAbort?.();
      try {
        throwIfCancelled(signal, name);
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
