/* Reading a part of a slide may take minutes: a slide without coarse levels is read whole for its overview. Whoever
 * watches over the process that reads it must be able to tell that from code that hangs. */

const listeners = new Set<() => void>();

/** To be called by readers of slides whenever a piece of their work is done. */
export function noteReadingProgress(): void {
  for (const listener of listeners) listener();
}

/** @param listener called at every piece of work that is done in this process, for whichever slide
 *  @returns ends it */
export function onReadingProgress(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
