import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ControlSet } from '../../main/domain/controlSet.ts';
import { aFilledLab } from './aFilledLab.ts';
import { modelAnswers } from './aFilledModelShelf.ts';
import { aGateVerdict } from './aGateVerdict.ts';
import { findBarriers } from './findBarriers.ts';
import { counts, lockable, showGate } from './showGate.ts';
import { showWindow } from './showWindow.tsx';

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

test('a model is measured on the control set, which is named, without being activated', async () => {
  const set: ControlSet = {
    ...{ version: 3, origin: 'folder', source: 'second-reader', sha256: 'c'.repeat(64) },
    ...{ counts, slideCount: 0, person: 'C. Locker', at: '2026-11-25T08:00:00.000Z' },
  };
  const lab = await showGate({
    judge: async () => aGateVerdict({ challenger: 0, champion: 0 }),
    control: () => ({ ...lockable, versions: [set] }),
  });
  await button('Cancel').click();
  await button('Verdict on mine-1.1.0').click();
  const dialog = page.getByRole('dialog', { name: 'Verdict on mine-1.1.0' });
  await expect.element(dialog.getByText('mine-1.1.0 may be activated')).toBeVisible();
  await expect
    .element(dialog.getByText(/Pictures of the folder second-reader\. Locked by C\. Locker/))
    .toBeVisible();
  expect(dialog.getByRole('button', { name: 'Activate' }).query()).toBeNull();
  await dialog.getByRole('button', { name: 'Close' }).click();
  expect(lab.calls.some(({ call }) => call === 'activateModel')).toBe(false);
});

test('a verdict that is not kept any more says so', async () => {
  await showWindow({
    path: '/training',
    answers: {
      ...modelAnswers,
      listActivations: async () => [
        {
          ...{ fullName: 'mine-1.1.0', sha256: 'a'.repeat(64), person: 'B. Steward', isRollback: false },
          ...{ at: '2026-11-25T09:00:00.000Z', verdictId: '00000000-0000-7000-8000-000000000001' },
        },
      ],
      readVerdict: async () => undefined,
    },
  });
  await page.getByRole('tab', { name: 'Models' }).click();
  await button(/^Verdict on mine-1.1.0 of/).click();
  await expect.element(page.getByText('This verdict is not kept any more.')).toBeVisible();
});

test('the card of a model shows its figures by class, its matrix and what it says of itself', async () => {
  await showWindow({ ...aFilledLab, path: '/training' });
  await page.getByRole('tab', { name: 'Models' }).click();
  await button('Card of blast-classifier-1.0.0').click();
  const dialog = page.getByRole('dialog', { name: 'Card of blast-classifier-1.0.0' });
  await expect.element(dialog.getByRole('table', { name: /^Confusion matrix of/ })).toBeVisible();
  await expect
    .element(dialog.getByText('Not calibrated: its probabilities are an order, no frequencies.'))
    .toBeVisible();
  await expect.element(dialog.getByText(/does not measure how unlike/)).toBeVisible();
  expect(await findBarriers()).toEqual([]);
});
