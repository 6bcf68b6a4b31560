import '@fontsource-variable/inter';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { LabSettings } from '../../main/domain/labSettings.ts';
import { reportsPath, routes, viewerPath } from '../../renderer/routes.ts';
import { aFilledLab, shownSlide } from './aFilledLab.ts';
import { themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';
import { whenStill } from './whenStill.ts';

/** Where each page is, and words that it has only when it is whole. */
const pages = {
  worklist: { path: routes.worklist, words: 'peripheral-2207' },
  viewer: { path: viewerPath(shownSlide.slideId), words: '20 µm (estimated)' },
  training: { path: routes.training, words: 'Confusion matrix' },
  reports: { path: reportsPath(shownSlide.slideId), words: 'Most suspicious cells' },
  settings: { path: routes.settings, words: 'Counts as blast' },
} as const;

type PageName = keyof typeof pages;

async function show(name: PageName, settings: Partial<LabSettings>) {
  const { path, words } = pages[name];
  await showWindow({ ...aFilledLab, path, settings: { ...aFilledLab.settings, ...settings } });
  await expect.element(page.getByText(words, { exact: true }).first()).toBeVisible();
  await whenStill();
}

describe.each(themes)('in the theme %s', (theme) => {
  test.each(Object.keys(pages) as PageName[])('the page %s looks as it did', async (name) => {
    await show(name, { theme });
    await expect(document.body).toMatchScreenshot(`${name}-${theme}`);
  });
});

/** The same comparison, of a page that was altered. */
const looksAsItDid = (name: PageName) => expect(document.body).toMatchScreenshot(`${name}-light-altered`);

// a renewal would take the altered page for the new reference
describe.skipIf(import.meta.env.IS_RENEWING === 'yes')('what a person would hardly notice is caught:', () => {
  test('a button that moved by six pixels', async () => {
    await show('worklist', { theme: 'light' });
    page.getByRole('button', { name: 'Demo slides' }).element().setAttribute('style', 'translate: -6px');
    await expect(looksAsItDid('worklist')).rejects.toThrow('pixels');
  });
});
