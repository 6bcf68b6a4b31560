import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { ViewedSlide } from './appLab.ts';
import { openFresh, placeOf } from './appPages.ts';

/** What was blank while the gallery was scrolled. */
export interface GalleryScroll {
  readonly travelledPx: number;
  readonly frameCount: number;
  /** longest time in which a part of the window had no row of the virtual list */
  readonly longestBlankMs: number;
  readonly blankCount: number;
  /** how long each crop that came into the window was without its picture, ms; 0: it was there */
  readonly pictureWaitsMs: readonly number[];
}

const wheelPx = 120;
const betweenNotchesMs = 30;

/** Turns the wheel over the gallery, down and at the end up again, as fast as a hand does.
 *  Rows: at every scroll event, before the list hears of it, and at every frame it is looked whether the drawn rows
 *  cover the window; a blank counts from the frame before it was found to the frame in which it is covered, so it is
 *  rather too long than too short. Pictures: from the frame in which the crop's place comes into the window to the
 *  frame in which its picture is loaded, or it has gone out of the window. */
export async function scrollGallery(page: Page, slide: ViewedSlide, seconds: number): Promise<GalleryScroll> {
  await openFresh(page, `/review/${slide.slideId}`);
  await page.locator('[role="gridcell"] img').first().waitFor({ timeout: 120_000 });
  await pause(1500);
  const { x, y, width, height } = await placeOf(page, '[role="grid"]');
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.evaluate(watchGallery);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const isDown = performance.now() < end - seconds * 250;
    await page.mouse.wheel(0, isDown ? wheelPx : -wheelPx);
    await pause(betweenNotchesMs);
  }
  await pause(500);
  return page.evaluate(() => (globalThis as unknown as { benchGallery: () => GalleryScroll }).benchGallery());
}

/** Runs in the page. */
function watchGallery(): void {
  const grid = document.querySelector('[role="grid"]');
  if (grid === null) throw new Error('There is no gallery');
  let travelledPx = 0;
  let frameCount = 0;
  let blankCount = 0;
  let longestBlankMs = 0;
  let lastTop = grid.scrollTop;
  let lastFrame = performance.now();
  let blankSince: number | undefined;
  const pictureWaitsMs: number[] = [];
  /** crops in the window: since when they wait, or undefined when the picture is there */
  let inWindow = new Map<string, number | undefined>();

  const rowsInWindow = () => {
    const { top, bottom } = grid.getBoundingClientRect();
    return Array.from(grid.querySelectorAll('[role="row"]'))
      .map((row) => ({ row, rect: row.getBoundingClientRect() }))
      .filter(({ rect }) => rect.bottom > top && rect.top < bottom);
  };
  const isCovered = () => {
    const { top, bottom } = grid.getBoundingClientRect();
    const contentEnd = top + grid.scrollHeight - grid.scrollTop;
    const rects = rowsInWindow().map(({ rect }) => rect);
    rects.sort((a, b) => a.top - b.top);
    let covered = top;
    for (const rect of rects) if (rect.top <= covered + 1) covered = Math.max(covered, rect.bottom);
    return covered >= Math.min(bottom, contentEnd) - 1;
  };
  const watchPictures = (now: number) => {
    const seen = new Map<string, number | undefined>();
    for (const { row } of rowsInWindow()) {
      for (const image of Array.from(row.querySelectorAll('img'))) {
        const isThere = image.complete && image.naturalWidth > 0;
        const since = inWindow.get(image.src);
        if (isThere && !inWindow.has(image.src)) pictureWaitsMs.push(0);
        if (isThere && since !== undefined) pictureWaitsMs.push(now - since);
        seen.set(image.src, isThere ? undefined : (since ?? now));
      }
    }
    for (const [src, since] of inWindow)
      if (since !== undefined && !seen.has(src)) pictureWaitsMs.push(now - since);
    inWindow = seen;
  };
  const look = (since: number) => {
    const now = performance.now();
    if (!isCovered()) {
      blankSince ??= since;
    } else if (blankSince !== undefined) {
      blankCount += 1;
      longestBlankMs = Math.max(longestBlankMs, now - blankSince);
      blankSince = undefined;
    }
  };
  grid.addEventListener(
    'scroll',
    () => {
      if (blankSince === undefined && !isCovered()) blankSince = lastFrame;
      travelledPx += Math.abs(grid.scrollTop - lastTop);
      lastTop = grid.scrollTop;
    },
    { capture: true },
  );
  const frame = () => {
    look(lastFrame);
    lastFrame = performance.now();
    frameCount += 1;
    watchPictures(lastFrame);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  (globalThis as unknown as { benchGallery: () => object }).benchGallery = () => {
    // what is still blank counts
    if (blankSince !== undefined) longestBlankMs = Math.max(longestBlankMs, performance.now() - blankSince);
    return { travelledPx, frameCount, longestBlankMs, blankCount, pictureWaitsMs };
  };
}
