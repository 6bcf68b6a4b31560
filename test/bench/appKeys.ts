import type { Page } from 'playwright-core';
import type { LabEvents } from '../../preload/contract/events.ts';
import { askLab } from '../e2e/askLab.ts';
import type { ViewedSlide } from './appLab.ts';
import { openFresh } from './appPages.ts';

interface KeyWatch {
  readonly latenciesMs: number[];
  /** to the second frame after the key: the first in which what it did can have been shown */
  readonly shownMs: number[];
}

/** Labels cells of the review by keys, one after the other, each when the one before is on disk.
 *  @returns ms from each key press, as the browser stamps it, to the event that tells of the committed label; and to
 *    the frame after the key's work */
export async function timeLabelKeys(page: Page, slide: ViewedSlide, keyCount: number): Promise<KeyWatch> {
  const { slideId } = slide;
  await openFresh(page, `/review/${slideId}`);
  const gallery = page.locator('[role="grid"][aria-activedescendant]');
  await gallery.waitFor({ timeout: 120_000 });
  await page.locator('[role="gridcell"] img').first().waitFor();
  await gallery.focus();
  const { undoCount } = await askLab(page, 'readLabelHistory', { slideId });
  await page.evaluate(watchKeys, undoCount);
  for (let key = 0; key < keyCount; key += 1) {
    await page.keyboard.press(String(1 + (key % 4)));
    await page.waitForFunction(
      (count) => (globalThis as unknown as { benchKeys: KeyWatch }).benchKeys.latenciesMs.length >= count,
      key + 1,
    );
  }
  return page.evaluate(() => (globalThis as unknown as { benchKeys: KeyWatch }).benchKeys);
}

/** Runs in the page. */
function watchKeys(undoCountBefore: number): void {
  const { lab } = globalThis as unknown as {
    lab: { on(name: 'cells-changed', listener: (event: LabEvents['cells-changed']) => void): () => void };
  };
  const watch: KeyWatch = { latenciesMs: [], shownMs: [] };
  let undoCount = undoCountBefore;
  let pressedAt = 0;
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      pressedAt = timeStamp;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => watch.shownMs.push(performance.now() - timeStamp)),
      );
    },
    { capture: true },
  );
  lab.on('cells-changed', ({ history }) => {
    // cells that were looked at change too, without an action
    if (history.undoCount !== undoCount + 1) return;
    undoCount = history.undoCount;
    watch.latenciesMs.push(performance.now() - pressedAt);
  });
  (globalThis as unknown as { benchKeys: KeyWatch }).benchKeys = watch;
}
