import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ControlSet } from '../../main/domain/controlSet.ts';
import { LabError } from '../../main/domain/labError.ts';
import type { GrantId } from '../../preload/contract/defineCall.ts';
import type { Grant } from '../../preload/contract/shellCalls.ts';
import type { LabApi } from '../../preload/contract.ts';
import { aFilledLab } from './aFilledLab.ts';
import type { FakeLab } from './fakeLab.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { counts, lockable } from './showGate.ts';
import { showWindow } from './showWindow.tsx';

const aGrant = (name: string, kind: Grant['kind'] = 'file'): Grant => ({
  id: 'grant-00000000-0000-4000-8000-000000000000' as GrantId,
  ...{ name, kind },
});

const sets: readonly ControlSet[] = [1, 2].map((version) => ({
  ...{ version, origin: 'reviews', source: '2 of 9 reviewed slides', sha256: String(version).repeat(64) },
  ...{ counts, slideCount: 2, person: 'A. Reader', at: '2026-11-25T08:00:00.000Z' },
}));

async function showModels(
  answers: Partial<LabApi>,
  theme: (typeof themes)[number] = 'light',
): Promise<FakeLab> {
  const lab = await showWindow({
    ...aFilledLab,
    settings: { ...aFilledLab.settings, theme },
    path: '/training',
    answers: {
      ...aFilledLab.answers,
      cancelWork: async () => undefined,
      describeControlSet: async () => ({ ...lockable, versions: sets }),
      readControlSet: async ({ version }) => ({
        set: sets[version - 1] as ControlSet,
        slides: [
          { name: 'bone-marrow-0417', sha256: 'e'.repeat(64), counts },
          { name: undefined, sha256: 'f'.repeat(64), counts },
        ],
        problem: version === 1 ? 'A picture of control set 1 is missing.' : undefined,
      }),
      chooseModelFile: async () => aGrant('ward-3-1.1.0.zip'),
      chooseFiles: async ({ purpose }) =>
        purpose === 'model' ? [aGrant('theirs-2.0.0.zip')] : [aGrant('second-reader', 'folder')],
      ...answers,
    },
  });
  await page.getByRole('tab', { name: 'Models' }).click();
  return lab;
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

test('a model is written to the place that was chosen, with progress and a word when it is done', async () => {
  const done = Promise.withResolvers<{ fullName: string; fileCount: number }>();
  const lab = await showModels({ exportModel: () => done.promise });
  await button('Export ward-3-1.1.0').click();
  await expect.element(page.getByRole('dialog', { name: 'Export ward-3-1.1.0' })).toBeVisible();
  const args = () => lab.calls.find(({ call }) => call === 'exportModel')?.args as { requestId: string };
  await expect.poll(args).toMatchObject({ fullName: 'ward-3-1.1.0', grants: [aGrant('').id] });
  lab.emit('work-progress', { requestId: args().requestId, done: 1, total: 2, detail: 'weights.bin' });
  await expect
    .element(page.getByRole('progressbar', { name: /writing it/ }))
    .toHaveAttribute('aria-valuenow', '50');
  done.resolve({ fullName: 'ward-3-1.1.0', fileCount: 4 });
  await expect.element(page.getByText('ward-3-1.1.0 is written to ward-3-1.1.0.zip.')).toBeVisible();
});

test('a dialog that was closed without a choice asks for nothing', async () => {
  const lab = await showModels({ chooseModelFile: async () => undefined, chooseFiles: async () => [] });
  await button('Export ward-3-1.1.0').click();
  await button('Import a model…').click();
  await button('Lock a dataset folder…').click();
  await expect.poll(() => lab.calls.filter(({ call }) => call.startsWith('choose')).length).toBe(3);
  expect(page.getByRole('dialog').query()).toBeNull();
  expect(lab.calls.some(({ call }) => /^(exportModel|importModel|createControlSet)$/.test(call))).toBe(false);
});

test('a model that is refused is refused with its reason', async () => {
  await showModels({
    importModel: async () => {
      throw new LabError(
        'model-import-refused',
        'The model is refused: card.json is not what manifest.json says.',
      );
    },
  });
  await button('Import a model…').click();
  await expect.element(page.getByText('The model was not imported')).toBeVisible();
  await expect.element(page.getByText(/card\.json is not what manifest\.json says/)).toBeVisible();
  await button('Close').click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});

test('an import can be stopped', async () => {
  const stopped = Promise.withResolvers<never>();
  const lab = await showModels({
    importModel: () => stopped.promise,
    cancelWork: async () => stopped.reject(new LabError('cancelled', 'Stopped.')),
  });
  await button('Import a model…').click();
  await button('Cancel').click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(lab.calls.some(({ call }) => call === 'cancelWork')).toBe(true);
});

test('a dataset folder is locked after a person has read what that means; a refusal stays in sight', async () => {
  let isRefused = true;
  const lab = await showModels({
    createControlSet: async () => {
      if (isRefused) throw new LabError('dataset-invalid', 'It lacks 17 more blast (3 of 20).');
      return { ...(sets[1] as ControlSet), version: 3 };
    },
  });
  await button('Lock a dataset folder…').click();
  await expect.element(page.getByText('Lock the folder second-reader as the control set?')).toBeVisible();
  await button('Lock a control set').click();
  await expect.element(page.getByText('It lacks 17 more blast (3 of 20).')).toBeVisible();
  isRefused = false;
  await button('Lock a control set').click();
  await expect.element(page.getByText('Control set 3 is locked.')).toBeVisible();
  expect(lab.calls.find(({ call }) => call === 'createControlSet')?.args).toMatchObject({
    grants: [aGrant('').id],
  });
});

describe.each(themes)('in the theme %s', (theme) => {
  test('what is in each version of the control set is shown, and whether it is whole', async () => {
    await showModels({}, theme);
    await button('What is in it…').click();
    await expect.element(page.getByText('Every picture is what was locked.')).toBeVisible();
    await expect.element(page.getByRole('row', { name: /^bone-marrow-0417 30 30 30 30/ })).toBeVisible();
    await expect.element(page.getByText(/not known any more \(ffffffffffff…\)/)).toBeVisible();
    expect(await findBarriers()).toEqual([]);
    await page.getByRole('combobox', { name: 'Version' }).click();
    await page.getByRole('option', { name: '1', exact: true }).click();
    await expect.element(page.getByText('A picture of control set 1 is missing.')).toBeVisible();
  });
});
