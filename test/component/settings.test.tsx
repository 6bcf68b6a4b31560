import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { LabError } from '../../main/domain/labError.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';

const keyOfBenign = () => page.getByRole('textbox', { name: 'Key: Benign (haematogone-like)' });

describe('the classes in the settings', () => {
  test('say at once that a key is taken, and save it only when it is free', async () => {
    const lab = await showWindow({ path: '/settings' });
    await keyOfBenign().fill('2');
    await expect.element(page.getByText('The key 2 is taken by Early pre-B')).toBeVisible();
    await expect.element(page.getByText('The key 2 is taken by Benign')).toBeVisible();
    expect(lab.calls.filter(({ call }) => call === 'updateSettings')).toEqual([]);
    expect(lab.settings().classes.benign.key).toBe('1');
    await keyOfBenign().fill('9');
    await expect.poll(() => lab.settings().classes.benign.key).toBe('9');
    await expect.element(page.getByText(/is taken by/)).not.toBeInTheDocument();
  });

  test('are saved at once: name, shape’s colour, what counts as blast', async () => {
    const lab = await showWindow({ path: '/settings' });
    await page.getByRole('checkbox', { name: 'Counts as blast: Blast-like, early pre-B' }).click();
    await expect.poll(() => lab.settings().classes['early-pre-b'].isBlast).toBe(false);
    await page.getByRole('textbox', { name: 'Own name: Benign (haematogone-like)' }).fill('Hämatogone');
    await expect.poll(() => lab.settings().classes.benign.name).toBe('Hämatogone');
    await page.getByRole('button', { name: 'Back to the program’s own' }).click();
    await expect.poll(() => lab.settings().classes.benign.name).toBe('');
    expect(lab.settings().classes['early-pre-b'].isBlast).toBe(true);
  });

  test('say why the lab does not save them', async () => {
    const lab = await showWindow({ path: '/settings' });
    lab.refuseNext('updateSettings', new LabError('database-read-only', 'The database cannot be written.'));
    await keyOfBenign().fill('9');
    await expect.element(page.getByRole('alert')).toHaveTextContent('The database cannot be written.');
    expect(lab.settings().classes.benign.key).toBe('1');
  });
});

describe('scans that nobody waits for', () => {
  test('run in the hours that the lab sets, and at any time again', async () => {
    const lab = await showWindow({ path: '/settings' });
    const onlyHours = page.getByRole('switch', { name: 'Only in certain hours' });
    await onlyHours.click();
    await expect.poll(() => lab.settings().scanHours).toEqual({ from: '20:00', to: '06:00' });
    await page.getByLabelText('From', { exact: true }).fill('19:30');
    await page.getByLabelText('To', { exact: true }).click();
    await expect.poll(() => lab.settings().scanHours).toEqual({ from: '19:30', to: '06:00' });
    await onlyHours.click();
    await expect.poll(() => lab.settings().scanHours).toBe('always');
  });

  test('have limits, which are saved when they fit', async () => {
    const lab = await showWindow({ path: '/settings' });
    const stall = page.getByRole('textbox', { name: 'A scan may stand still for (minutes)' });
    await stall.fill('0');
    await expect.element(page.getByText('From 0.5 to 1440')).toBeVisible();
    await stall.fill('2,5');
    await page.getByRole('textbox', { name: 'Memory of a scan, at most (GB)' }).fill('4');
    await stall.click();
    await expect.poll(() => [lab.settings().stallMinutes, lab.settings().memoryLimitGb]).toEqual([2.5, 4]);
  });
});

test.each(themes)('the settings have no serious barrier in the theme %s', async (theme) => {
  await showWindow({ path: '/settings', settings: { theme } });
  await expect.element(keyOfBenign()).toBeVisible();
  await keyOfBenign().fill('2');
  await expect.element(page.getByText('The key 2 is taken by Early pre-B')).toBeVisible();
  expect(await findBarriers()).toEqual([]);
});
