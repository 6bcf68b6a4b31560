import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LabError } from '../../main/domain/labError.ts';
import { aWorklistRow } from '../helpers/aWorklistRow.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';

const slideCount = 10_000;
/** Every tenth has blast-like cells, the more the later; every hundredth failed. */
const manySlides = Array.from({ length: slideCount }, (_, index) =>
  index % 100 === 50
    ? aWorklistRow(index, {
        state: 'failed',
        hasScan: false,
        failure: { code: 'slide-unreadable', message: 'Cut off.' },
      })
    : aWorklistRow(index, {
        folderName: `week-${index % 52}`,
        counts: { benign: slideCount, 'pro-b': index % 10 === 0 ? index : 0 },
        mustSeeCount: index % 10 === 0 ? index : 0,
      }),
);

const rowsInSight = () => [...document.querySelectorAll<HTMLElement>('[role=row][data-slide]')];
const firstName = () => rowsInSight()[0]?.dataset.slide;
const rows = () => page.getByTestId('worklist-rows');
const chosen = () => document.querySelector<HTMLElement>('[role=row][aria-selected=true]')?.dataset.slide;

describe('a worklist of 10,000 slides', () => {
  test('has only those in sight in the page, wherever it is scrolled to', async () => {
    await showWindow({ rows: manySlides });
    await expect.element(page.getByText('10,000 slides')).toBeVisible();
    await expect.poll(() => rowsInSight().length).toBeGreaterThan(5);
    expect(rowsInSight().length).toBeLessThan(60);
    const scroller = rows().element();
    scroller.scrollTop = scroller.scrollHeight;
    await expect.element(page.getByRole('row', { name: 'smear-9999' })).toBeInTheDocument();
    expect(rowsInSight().length).toBeLessThan(60);
    expect(page.getByRole('grid').element().getAttribute('aria-rowcount')).toBe('10001');
  });

  test('comes in the order of blasts, most first, and back', async () => {
    await showWindow({ rows: manySlides });
    const byBlasts = page.getByRole('button', { name: 'Sort by Blast-like' });
    await byBlasts.click();
    await expect.poll(firstName).toBe('smear-9990');
    await expect.element(page.getByRole('columnheader').nth(3)).toHaveAttribute('aria-sort', 'descending');
    await byBlasts.click();
    await expect.poll(firstName).toBe('smear-50');
  });

  test('is narrowed by filter and search, and says so', async () => {
    await showWindow({ rows: manySlides });
    await page.getByRole('radio', { name: 'Failed' }).click();
    await expect.element(page.getByText('100 of 10,000 slides')).toBeVisible();
    await page.getByRole('textbox', { name: 'Search by name or folder' }).fill('smear-99');
    await expect.poll(() => rowsInSight().map((row) => row.dataset.slide)).toEqual(['smear-9950']);
    await page.getByRole('textbox', { name: 'Search by name or folder' }).fill('no such slide');
    await expect.element(page.getByText('No slide fits')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => rowsInSight().length).toBeGreaterThan(5);
  });

  test('is walked by arrow keys; Enter opens the review of a slide', async () => {
    await showWindow({ rows: manySlides });
    await page.getByRole('button', { name: 'Sort by Blast-like' }).click();
    await expect.poll(firstName).toBe('smear-9990');
    (rows().element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}');
    await expect.poll(chosen).toBe('smear-9980');
    await userEvent.keyboard('{End}');
    await expect.poll(() => [chosen(), rowsInSight().length < 60]).toEqual(['smear-9950', true]);
    await userEvent.keyboard('{Home}{Enter}');
    const [first] = manySlides.filter(({ name }) => name === 'smear-9990');
    await expect.poll(() => window.location.hash).toBe(`#/review/${first?.slideId}`);
  });
});

describe('a worklist', () => {
  const some = manySlides.slice(0, 51);

  test('that cannot be read says why, and is read again on demand', async () => {
    const refusal = new LabError('database-busy', 'Another program holds the database. Close it.');
    await showWindow({ rows: some, refused: { listWorklist: refusal } });
    await expect.element(page.getByText('Another program holds the database. Close it.')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByText('51 slides')).toBeVisible();
  });

  test('says what the lab refuses, and why a slide failed; the slide is tried again', async () => {
    const lab = await showWindow({ rows: some });
    await page.getByRole('radio', { name: 'Failed' }).click();
    await page.getByText('smear-50', { exact: true }).click();
    await expect.element(page.getByText('Cut off.')).toBeVisible();
    lab.refuseNext('scanAgain', new LabError('disk-full', 'The disk is full. Free some space.'));
    await page.getByRole('button', { name: 'Scan again' }).click();
    await expect
      .element(page.getByRole('alert').last())
      .toHaveTextContent('The disk is full. Free some space.');
    await page.getByRole('radio', { name: 'All', exact: true }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByRole('row', { name: /smear-50/ })).toHaveTextContent('Waiting');
    const { slideId } = aWorklistRow(50);
    const scans = lab.calls.filter(({ call }) => call === 'scanAgain');
    expect(scans.map(({ args }) => args)).toEqual([
      { slideIds: [slideId], isForced: true },
      { slideIds: [slideId], isForced: false },
    ]);
  });

  test('shows the slides of one priority', async () => {
    const urgent = aWorklistRow(7, { state: 'waiting', priority: 'stat', hasScan: false });
    await showWindow({ rows: [...some.slice(0, 3), urgent] });
    await page.getByRole('combobox', { name: 'Show by priority' }).click();
    await page.getByRole('option', { name: 'STAT' }).click();
    await expect.poll(() => rowsInSight().map((row) => row.dataset.slide)).toEqual(['smear-7']);
    await expect.element(page.getByText('1 of 4 slides')).toBeVisible();
  });

  test('asks before a scanned slide is scanned again, by keyboard, and says what is kept', async () => {
    const lab = await showWindow({ rows: some.slice(0, 3) });
    const rescans = () => lab.calls.filter(({ call }) => call === 'scanAgain').length;
    await page.getByText('smear-1', { exact: true }).click();
    (rows().element() as HTMLElement).focus();
    await userEvent.keyboard('s');
    const dialog = page.getByRole('dialog', { name: 'Scan this slide again?' });
    await expect.element(dialog).toHaveTextContent('Kept: every label that a person gave');
    expect(await findBarriers()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    expect(rescans()).toBe(0);
    await userEvent.keyboard('{Control>}a{/Control}s');
    await expect
      .element(page.getByRole('dialog', { name: 'Scan 3 slides again?' }))
      .toHaveTextContent('3 of them have been scanned before.');
    await userEvent.keyboard('{Enter}');
    await expect.poll(rescans).toBe(1);
  });

  test('without slides says how to bring some', async () => {
    await showWindow({});
    await expect.element(page.getByText('No slides yet')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Demo slides' })).toBeVisible();
    expect(await findBarriers()).toEqual([]);
  });

  test('follows the language of the lab', async () => {
    await showWindow({ rows: some, settings: { language: 'de' } });
    await expect.element(page.getByRole('heading', { name: 'Arbeitsliste' })).toBeVisible();
    expect(document.documentElement.lang).toBe('de');
  });

  test.each(themes)('has no serious barrier in the theme %s', async (theme) => {
    await showWindow({ rows: some, settings: { theme, language: 'en' } });
    await page.getByText('smear-0', { exact: true }).click();
    await expect.element(page.getByText('Open in viewer')).toBeVisible();
    expect(await findBarriers()).toEqual([]);
  });
});
