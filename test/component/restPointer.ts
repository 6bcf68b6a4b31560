import { page, userEvent } from 'vitest/browser';

/** Puts the mouse where nothing answers to it: another test may have left it over what is shown next, whose hint then
 *  comes amid the picture. */
export async function restPointer(): Promise<void> {
  await userEvent.hover(page.elementLocator(document.documentElement), { position: { x: 0, y: 0 } });
}
