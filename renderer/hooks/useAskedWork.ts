import { useEffect, useRef, useState } from 'react';
import type { Progress } from '../../main/domain/progress.ts';
import { lab } from '../lab.ts';
import { useLabEvent } from './useLabEvent.ts';

/** A piece of work that a page asks for by an id of its own. */
export interface AskedWork {
  readonly isRunning: boolean;
  /** undefined before the first figure */
  readonly progress: Progress | undefined;
  /** @param start the call, by the id it is given
   *  @throws what the call rejects with */
  readonly run: <Result>(start: (requestId: string) => Promise<Result>) => Promise<Result>;
  readonly cancel: () => void;
}

/** Work with progress, called off when the page goes. */
export function useAskedWork(): AskedWork {
  const running = useRef<string | undefined>(undefined);
  const [isRunning, setRunning] = useState(false);
  const [progress, setProgress] = useState<Progress | undefined>();
  useLabEvent('work-progress', ({ requestId, ...next }) => {
    if (requestId === running.current) setProgress(next);
  });
  const cancel = useRef(() => {
    const requestId = running.current;
    // what could not be called off ends by itself
    if (requestId !== undefined) void lab.cancelWork({ requestId }).catch(() => undefined);
  });
  useEffect(() => cancel.current, []);
  return {
    ...{ isRunning, progress, cancel: cancel.current },
    run: async (start) => {
      const requestId = crypto.randomUUID();
      running.current = requestId;
      setProgress(undefined);
      setRunning(true);
      try {
        return await start(requestId);
      } finally {
        running.current = undefined;
        setRunning(false);
      }
    },
  };
}
