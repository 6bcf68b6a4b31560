import '@fontsource-variable/inter';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { LabSettings } from '../../main/domain/labSettings.ts';
import { reportsPath, reviewPath, routes, viewerPath } from '../../renderer/routes.ts';
import { aFilledLab, shownSlide } from './aFilledLab.ts';
import { themes } from './findBarriers.ts';
import { restPointer } from './restPointer.ts';
import { showWindow } from './showWindow.tsx';
import { whenStill } from './whenStill.ts';

/** Where each page is, and words that it has only when it is whole. */
const pages = {
  worklist: { path: routes.worklist, words: 'peripheral-2207' },
  viewer: { path: viewerPath(shownSlide.slideId), words: '20 µm (estimated)' },
  review: { path: reviewPath(shownSlide.slideId), words: 'Label these next' },
  training: { path: routes.training, words: 'Confusion matrix' },
  reports: { path: reportsPath(shownSlide.slideId), words: 'Most suspicious cells' },
  settings: { path: routes.settings, words: 'Counts as blast' },
} as const;

type PageName = keyof typeof pages;

async function show(name: PageName, theme: LabSettings['theme']) {
  const { path, words } = pages[name];
  await restPointer();
  await showWindow({ ...aFilledLab, path, settings: { ...aFilledLab.settings, theme } });
  await expect.element(page.getByText(words, { exact: true }).first()).toBeVisible();
  await whenStill();
}

describe.each(themes)('in the theme %s', (theme) => {
  test.each(Object.keys(pages) as PageName[])('the page %s looks as it did', async (name) => {
    await show(name, theme);
    await expect(document.body).toMatchScreenshot(`${name}-${theme}`);
  });
});

interface Alteration {
  readonly what: string;
  readonly name: PageName;
  readonly theme: (typeof themes)[number];
  readonly selector: string;
  readonly style: string;
}

/** What a person would hardly notice: on every page, and in every theme. */
const alterations: readonly Alteration[] = [
  {
    ...{ what: 'buttons that moved by six pixels', name: 'worklist', theme: 'light' },
    ...{ selector: '[data-tour=add]', style: 'translate: -6px' },
  },
  {
    ...{ what: 'cells without their marks', name: 'viewer', theme: 'dark' },
    ...{ selector: '.openseadragon-canvas > canvas[aria-hidden]', style: 'visibility: hidden' },
  },
  {
    ...{ what: 'a cell in focus without its frame', name: 'review', theme: 'high-contrast' },
    ...{ selector: '[role=gridcell][id^=crop]', style: 'outline: none' },
  },
  {
    ...{ what: 'a table that is set a little smaller', name: 'training', theme: 'dark' },
    ...{ selector: 'main table', style: 'scale: 0.98' },
  },
  {
    ...{ what: 'a list that moved by two pixels', name: 'reports', theme: 'light' },
    ...{ selector: '[role=option]', style: 'translate: 0 2px' },
  },
  {
    ...{ what: 'a heading in a lighter weight', name: 'settings', theme: 'high-contrast' },
    ...{ selector: 'main table thead', style: 'opacity: 0.6' },
  },
];

// a renewal would take the altered page for the new reference
describe.skipIf(import.meta.env.IS_RENEWING === 'yes')('what a person would hardly notice is caught:', () => {
  test.each(alterations)('$what ($name, $theme)', async ({ name, theme, selector, style }) => {
    await show(name, theme);
    if (document.querySelector(selector) === null)
      throw new Error(`Nothing on the page ${name} is ${selector}`);
    // a rule, not an attribute: React may make the element anew
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${selector} { ${style} !important }`);
    document.adoptedStyleSheets.push(sheet);
    try {
      const compared = expect(document.body).toMatchScreenshot(`${name}-${theme}-altered`);
      await expect(compared).rejects.toThrow('pixels');
    } finally {
      document.adoptedStyleSheets.pop();
    }
  });
});
