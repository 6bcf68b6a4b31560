import type { Page } from 'playwright-core';
import type { SlideId } from '../../main/domain/slide.ts';

/** Where the program's window is. */
const appOrigin = 'blastscope://app';

/** An address of the window's own origin at which there is nothing: no program, no policy. */
const emptyPage = `${appOrigin}/bench-empty-page`;

export interface ElementPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The window without the program. */
export async function leaveApp(page: Page): Promise<void> {
  await page.goto(emptyPage);
}

/** A page of the program from the start, as after a launch.
 *  @param route as of renderer/routes.ts */
export async function openFresh(page: Page, route: string): Promise<void> {
  await leaveApp(page);
  await page.goto(`${appOrigin}/#${route}`);
}

/** Until the slide with its cells is in the viewer and nothing is read any more. */
export async function untilViewed(page: Page, name: string): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('h1')?.textContent === wanted &&
      document.querySelector('[data-busy="false"] .openseadragon-canvas canvas[aria-hidden="true"]') !== null,
    name,
    { timeout: 120_000 },
  );
}

/** Goes to another slide without loading the page anew, as a person does. */
export async function switchSlide(page: Page, slideId: SlideId): Promise<void> {
  await page.evaluate((id) => {
    location.hash = `/slide/${id}`;
  }, slideId);
}

/** @throws Error when there is no such element */
export async function placeOf(page: Page, selector: string): Promise<ElementPlace> {
  const place = await page.locator(selector).first().boundingBox();
  if (place === null) throw new Error(`There is no ${selector} to see`);
  return place;
}
