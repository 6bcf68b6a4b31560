/** Notices when nothing has happened for some time. It keeps the process alive while it watches. */
export interface ProgressWatch {
  noteProgress(): void;
  end(): void;
}

/** After a time in which this process was busy itself, the news that has come meanwhile is read first. */
const graceMs = 250;

/** @param onSilence called once, when there was no progress for `timeoutMs` */
export function watchProgress(timeoutMs: number, onSilence: () => void): ProgressWatch {
  let lastProgressAt = performance.now();
  let timer = setTimeout(suspect, timeoutMs);

  function suspect(): void {
    timer = setTimeout(judge, graceMs);
  }

  function judge(): void {
    const silentMs = performance.now() - lastProgressAt;
    if (silentMs >= timeoutMs) onSilence();
    else timer = setTimeout(suspect, timeoutMs - silentMs);
  }

  return {
    noteProgress() {
      lastProgressAt = performance.now();
    },
    end() {
      clearTimeout(timer);
    },
  };
}
