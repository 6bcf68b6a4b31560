/** How long nothing may have been loaded or moved. */
const quietMs = 300;

/** Waits until the page is as it stays: fonts and pictures are there, nothing moves, nothing more is asked for. */
export async function whenStill(): Promise<void> {
  await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 13px "Inter Variable"`)));
  await document.fonts.ready;
  let before = describeLoad();
  let quietSince = performance.now();
  while (performance.now() - quietSince < quietMs) {
    await new Promise((resume) => setTimeout(resume, 50));
    const now = describeLoad();
    if (now !== before || isLoading() || isMoving()) quietSince = performance.now();
    before = now;
  }
}

/** One text for all that was loaded. */
function describeLoad(): string {
  return `${performance.getEntriesByType('resource').length} ${document.querySelectorAll('*').length}`;
}

function isLoading(): boolean {
  return (
    document.querySelector('[data-busy=true]') !== null ||
    [...document.images].some(({ complete, loading }) => !complete && loading !== 'lazy')
  );
}

function isMoving(): boolean {
  return document.getAnimations().some(({ playState }) => playState === 'running');
}
