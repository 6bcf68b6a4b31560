import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { OpenedForView } from '../../preload/contract/cellCalls.ts';
import { viewerSettings } from '../../renderer/components/viewer/viewerSettings.ts';
import { askLab } from '../e2e/askLab.ts';
import type { ViewedSlide } from './appLab.ts';
import { type ElementPlace, leaveApp, openFresh, placeOf, untilViewed } from './appPages.ts';

/** Frames a second while the view moves: over the whole slide, and near, where single cells are drawn. */
export interface FrameRates {
  readonly all: number;
  readonly whole: number;
  readonly near: number;
  readonly longestFrameMs: number;
}

const openSeadragonFile = join(
  dirname(createRequire(import.meta.url).resolve('openseadragon/package.json')),
  'build/openseadragon/openseadragon.min.js',
);

/** In which the first tiles come. */
const settlingMs = 1500;

/** Notches of the wheel from the whole slide to single cells: 1.35 each. */
const notchesToNear = 7;

const movesOfDrag = 24;

/** Of the program's viewer, the slide open with all its cells. @returns also where the slide is on the page */
export async function timeAppFrames(
  page: Page,
  slide: ViewedSlide,
  seconds: number,
): Promise<{ readonly rates: FrameRates; readonly place: ElementPlace }> {
  await openFresh(page, `/slide/${slide.slideId}`);
  await untilViewed(page, slide.name);
  const place = await placeOf(page, '.openseadragon-canvas');
  await pause(settlingMs);
  return { rates: await driveAndCount(page, place, seconds), place };
}

/** Of OpenSeadragon alone: the same window, place on the page, slide, tiles and settings; no cells, no program. */
export async function timeBareFrames(
  page: Page,
  slide: ViewedSlide,
  { place, seconds }: { readonly place: ElementPlace; readonly seconds: number },
): Promise<FrameRates> {
  await leaveApp(page);
  const opened = await askLab(page, 'openSlide', { slideId: slide.slideId });
  await page.addScriptTag({ path: openSeadragonFile });
  await page.evaluate(openBareViewer, { opened, place, settings: viewerSettings });
  await pause(settlingMs);
  return driveAndCount(page, place, seconds);
}

/** Runs in the page. */
function openBareViewer(given: {
  readonly opened: OpenedForView;
  readonly place: ElementPlace;
  readonly settings: object;
}): Promise<void> {
  const { opened, place, settings } = given;
  const { OpenSeadragon } = globalThis as unknown as {
    OpenSeadragon: (options: object) => { addOnceHandler(name: string, handler: () => void): void };
  };
  const element = document.createElement('div');
  const { x, y, width, height } = place;
  element.style.cssText = `position: fixed; left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px`;
  document.body.replaceChildren(element);
  const viewer = OpenSeadragon({
    element,
    ...settings,
    tileSources: {
      width: opened.widthPx,
      height: opened.heightPx,
      tileSize: opened.tilePx,
      tileOverlap: opened.overlapPx,
      minLevel: Math.min(opened.levelCount - 1, 8),
      maxLevel: opened.levelCount - 1,
      getTileUrl: (level: number, column: number, row: number) =>
        `/lab/tile/${opened.row.slideId}/${level}/${column}/${row}?v=${encodeURIComponent(opened.version)}`,
    },
  });
  return new Promise((resolve) => viewer.addOnceHandler('open', resolve));
}

/** Drags and turns the wheel, half the time over the whole slide and half near, and counts the page's frames. */
async function driveAndCount(page: Page, place: ElementPlace, seconds: number): Promise<FrameRates> {
  const centre = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
  const reachPx = Math.min(place.width, place.height) / 6;
  await page.mouse.move(centre.x, centre.y);
  await page.evaluate(countFrames);
  const begin = await markFrame(page);
  await driveFor(page, { centre, reachPx, ms: seconds * 500 });
  const middle = await markFrame(page);
  for (let notch = 0; notch < notchesToNear; notch += 1) {
    await page.mouse.wheel(0, -100);
    await pause(60); // OpenSeadragon passes over notches that come faster
  }
  await pause(500);
  const near = await markFrame(page);
  await driveFor(page, { centre, reachPx, ms: seconds * 500 });
  const end = await markFrame(page);
  const times = await page.evaluate(() => (globalThis as unknown as { benchFrames: number[] }).benchFrames);
  const within = (from: number, to: number) => times.filter((time) => time > from && time <= to);
  const rate = (from: number, to: number) => (within(from, to).length / (to - from)) * 1000;
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const whole = rate(begin, middle);
  return {
    whole,
    near: rate(near, end),
    all: (within(begin, middle).length + within(near, end).length) / ((middle - begin + end - near) / 1000),
    longestFrameMs: gaps.reduce((most, gap) => Math.max(most, gap), 0),
  };
}

/** Runs in the page. */
function countFrames(): void {
  const times: number[] = [];
  (globalThis as unknown as { benchFrames: number[] }).benchFrames = times;
  const count = () => {
    times.push(performance.now());
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}

function markFrame(page: Page): Promise<number> {
  return page.evaluate(() => performance.now());
}

/** Drags round and round; after each round a notch in or out. */
async function driveFor(
  page: Page,
  given: {
    readonly centre: { readonly x: number; readonly y: number };
    readonly reachPx: number;
    readonly ms: number;
  },
): Promise<void> {
  const { centre, reachPx, ms } = given;
  const end = performance.now() + ms;
  for (let round = 0; performance.now() < end; round += 1) {
    await page.mouse.down();
    for (let move = 1; move <= movesOfDrag && performance.now() < end; move += 1) {
      const angle = (2 * Math.PI * move) / movesOfDrag;
      await page.mouse.move(
        centre.x + reachPx * Math.sin(angle),
        centre.y + reachPx * (1 - Math.cos(angle)) * (round % 2 === 0 ? 1 : -1),
      );
    }
    await page.mouse.move(centre.x, centre.y);
    await page.mouse.up();
    await page.mouse.wheel(0, round % 2 === 0 ? -100 : 100);
  }
}
