import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LabError } from '../../main/domain/labError.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';

const fresh = { person: undefined, isTourDone: false };
const start = () => page.getByRole('button', { name: 'Start', exact: true });

describe('the first start', () => {
  test('asks who works here, and then walks round the window', async () => {
    const lab = await showWindow({ settings: fresh });
    await expect.element(page.getByRole('dialog', { name: 'Welcome to Blastscope' })).toBeVisible();
    await expect.element(start()).toBeDisabled();
    await page.getByRole('textbox', { name: 'Name' }).fill('B. Reader');
    await start().click();
    await expect.element(page.getByRole('dialog', { name: 'The worklist' })).toBeVisible();
    expect(lab.settings().person).toEqual({ name: 'B. Reader', role: 'technologist' });
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(page.getByRole('dialog', { name: 'Bring slides' })).toBeVisible();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(page.getByText('Step 1 of 6')).toBeVisible();
    for (let step = 1; step < 6; step += 1) await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await expect.poll(() => lab.settings().isTourDone).toBe(true);
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  test('takes no name of blanks, and says why the lab does not take one', async () => {
    const lab = await showWindow({ settings: fresh });
    await page.getByRole('textbox', { name: 'Name' }).fill('   ');
    await expect.element(start()).toBeDisabled();
    await page.getByRole('textbox', { name: 'Name' }).fill('B. Reader');
    lab.refuseNext('updateSettings', new LabError('disk-full', 'The disk is full. Free some space.'));
    await start().click();
    await expect.element(page.getByText('The disk is full. Free some space.')).toBeVisible();
    expect(lab.settings().person).toBeUndefined();
  });

  test('speaks the language that is chosen, at once', async () => {
    const lab = await showWindow({ settings: fresh });
    await page.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await expect.element(page.getByRole('dialog', { name: 'Willkommen bei Blastscope' })).toBeVisible();
    expect(lab.settings().language).toBe('de');
  });

  test.each(themes)('has no serious barrier in the theme %s', async (theme) => {
    await showWindow({ settings: { ...fresh, theme } });
    await page.getByRole('textbox', { name: 'Name' }).fill('B. Reader');
    expect(await findBarriers()).toEqual([]);
    await start().click();
    await expect.element(page.getByRole('dialog', { name: 'The worklist' })).toBeVisible();
    expect(await findBarriers()).toEqual([]);
  });
});

test('a lab whose process stopped is said to start again', async () => {
  const lab = await showWindow({});
  await expect.element(page.getByText('No slides yet')).toBeVisible();
  lab.emit('station-state', { state: 'lost' });
  await expect.element(page.getByText(/It starts again by itself; every label is kept/)).toBeVisible();
  lab.emit('station-state', { state: 'running' });
  await expect.element(page.getByText(/It starts again by itself/)).not.toBeInTheDocument();
});
