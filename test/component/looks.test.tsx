import '@fontsource-variable/inter';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { defaultLabSettings, type LabSettings } from '../../main/domain/labSettings.ts';
import { reportsPath, reviewPath, routes, viewerPath } from '../../renderer/routes.ts';
import { aFilledLab, shownSlide } from './aFilledLab.ts';
import { themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';
import { whenStill } from './whenStill.ts';

/** Where each page is, and words that it has only when it is whole. */
const pages = {
  worklist: { path: routes.worklist, words: 'peripheral-2207' },
  viewer: { path: viewerPath(shownSlide.slideId), words: '20 µm (estimated)' },
  // the cell in focus counts as seen after a while
  review: { path: reviewPath(shownSlide.slideId), words: 'Seen' },
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

  test('another colour of a class', async () => {
    const { classes } = defaultLabSettings;
    const bluer = { ...classes, benign: { ...classes.benign, colour: '#00859E' } };
    await show('review', { theme: 'light', classes: bluer });
    await expect(looksAsItDid('review')).rejects.toThrow('pixels');
  });

  test('a heading that is cut off', async () => {
    await show('settings', { theme: 'light' });
    const heading = page.getByRole('columnheader', { name: 'Counts as blast' }).element();
    heading.setAttribute('style', 'clip-path: inset(0 40px 0 0)');
    await expect(looksAsItDid('settings')).rejects.toThrow('pixels');
  });
});
