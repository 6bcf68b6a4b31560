import type { Page } from 'playwright-core';
import { askLab } from '../e2e/askLab.ts';
import { type LaunchedApp, launchApp } from '../e2e/launchApp.ts';

/** The first start: builds the program, says who works here, so that no welcome is in the way later. */
export async function settleIn(userData: string): Promise<void> {
  const launched = await launchApp({ userData });
  try {
    await untilWorklist(launched.window);
    const person = { name: 'B. Ench', role: 'technologist' } as const;
    await askLab(launched.window, 'updateSettings', { person, isTourDone: true });
  } finally {
    await launched.close();
  }
}

/** Starts the program and waits for the first slides of the worklist.
 *  @returns ms from before Electron's process is made to the rows in the page */
export async function timeLaunch(
  userData: string,
): Promise<{ readonly launched: LaunchedApp; readonly ms: number }> {
  const startedAt = Date.now();
  const launched = await launchApp({ userData });
  const shownAt = await untilWorklist(launched.window);
  return { launched, ms: shownAt - startedAt };
}

/** @returns when the first row was there, ms since 1970 */
async function untilWorklist(page: Page): Promise<number> {
  const found = await page.waitForFunction(
    () => (document.querySelector('[role="row"][data-slide]') === null ? false : Date.now()),
    undefined,
    { timeout: 300_000, polling: 'raf' },
  );
  const shownAt = await found.jsonValue();
  return Number(shownAt);
}
