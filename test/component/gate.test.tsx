import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ControlSet } from '../../main/domain/controlSet.ts';
import { LabError } from '../../main/domain/labError.ts';
import { aGateVerdict, anUnmeasuredVerdict } from './aGateVerdict.ts';
import type { FakeLab } from './fakeLab.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { aModel, counts, lockable, showGate } from './showGate.ts';
import { showWindow } from './showWindow.tsx';

const none = { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0 };
const steward = { name: 'B. Steward', role: 'model-steward' } as const;

const activations = (lab: FakeLab) =>
  lab.calls.filter(({ call }) => call === 'activateModel').map(({ args }) => args);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

describe('before a model is activated', () => {
  test('both models are shown side by side, and one that passes is activated', async () => {
    const lab = await showGate({ judge: async () => aGateVerdict({ challenger: 1, champion: 2 }) });
    await expect.element(page.getByText('mine-1.1.0 may be activated')).toBeVisible();
    const table = page.getByRole('table', { name: /Sensitivity and precision of both models/ });
    await expect
      .element(table.getByRole('row', { name: /Blast sensitivity/ }))
      .toHaveTextContent(/98\.9%94\.0 – 99\.8, 89 of 90.*97\.8%.*88 of 90/);
    await expect
      .element(page.getByText(/They differ on 1 of the cells. So uneven a split comes about by chance alone/))
      .toBeVisible();
    await expect.element(page.getByRole('table', { name: /Confusion matrix of mine-1.1.0/ })).toBeVisible();
    await expect
      .element(page.getByRole('table', { name: /Confusion matrix of blast-classifier-1.0.0/ }))
      .toBeVisible();
    await expect
      .element(page.getByRole('img', { name: /^Reliability of the new model\. said \d+%/ }))
      .toBeVisible();
    await expect
      .element(page.getByText(/^mine-1\.1\.0 is \d+\.\d% sure on average, and right in 99\.2%/))
      .toBeVisible();
    await button('Activate').click();
    await expect.element(page.getByText('mine-1.1.0 is active.')).toBeVisible();
    expect(activations(lab)).toEqual([{ fullName: 'mine-1.1.0' }]);
  });

  test('a refusal says why; who does not answer for the models can only close it', async () => {
    const lab = await showGate({ judge: async () => aGateVerdict({ challenger: 12, champion: 0 }) });
    await expect.element(page.getByText('mine-1.1.0 is refused')).toBeVisible();
    await expect
      .element(page.getByText('It finds 78 of 90 blasts; this lab asks for at least 95.0%.'))
      .toBeVisible();
    await expect.element(page.getByText(/fewer cells right than blast-classifier-1.0.0/)).toBeVisible();
    await expect.element(page.getByText(/A model steward or an administrator may override/)).toBeVisible();
    expect(button('Activate').query()).toBeNull();
    expect(button(/Override/).query()).toBeNull();
    await button('Close').click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(activations(lab)).toEqual([]);
  });

  test('a model steward overrides it with a reason, by keyboard', async () => {
    const lab = await showGate({
      judge: async () => aGateVerdict({ challenger: 12, champion: 0 }),
      settings: { person: steward },
    });
    await button('Override…').click();
    await expect.element(page.getByLabelText('Reason')).toHaveFocus();
    await userEvent.keyboard('Agreed');
    await expect.element(page.getByText('4 more characters')).toBeVisible();
    await expect.element(button('Activate all the same')).toBeDisabled();
    await userEvent.keyboard(' at the meeting');
    await userEvent.keyboard('{Tab}{Tab}{Enter}');
    await expect.element(page.getByText('mine-1.1.0 is active.')).toBeVisible();
    expect(activations(lab)).toEqual([
      { fullName: 'mine-1.1.0', override: { reason: 'Agreed at the meeting' } },
    ]);
  });

  test('a damaged model is offered to nobody', async () => {
    await showGate({
      judge: async () => ({
        ...anUnmeasuredVerdict(),
        decision: 'refused',
        reasons: [{ reason: 'model-damaged', detail: 'weights.bin cannot be read' }],
      }),
      settings: { person: steward },
    });
    await expect.element(page.getByText('The model is damaged: weights.bin cannot be read.')).toBeVisible();
    await expect.element(page.getByText(/A damaged model cannot be activated by anybody/)).toBeVisible();
    expect(button(/Override/).query()).toBeNull();
  });

  test('progress is shown, and closing stops the measurement', async () => {
    const lab = await showGate({ judge: () => new Promise(() => undefined) });
    const bar = page.getByRole('progressbar', { name: 'Progress of the measurement' });
    await expect.element(bar).toBeVisible();
    lab.emit('gate-progress', { fullName: 'another-1.0.0', doneFraction: 0.9 });
    lab.emit('gate-progress', { fullName: 'mine-1.1.0', doneFraction: 0.4 });
    await expect.element(bar).toHaveAttribute('aria-valuenow', '40');
    await button('Cancel').click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(lab.calls).toContainEqual({ call: 'cancelJudging', args: { fullName: 'mine-1.1.0' } });
  });

  test('what cannot be measured says why, and can be tried again', async () => {
    let isDamaged = true;
    await showGate({
      judge: async () => {
        if (isDamaged) throw new LabError('dataset-invalid', 'A picture of control set 3 is missing.');
        return aGateVerdict({ challenger: 0, champion: 0 });
      },
    });
    await expect.element(page.getByText('A picture of control set 3 is missing.')).toBeVisible();
    isDamaged = false;
    await button('Try again').click();
    await expect.element(page.getByText('mine-1.1.0 may be activated')).toBeVisible();
  });
});

describe('without a control set', () => {
  test('a model is activated only when a person says so', async () => {
    const lab = await showGate({ judge: async () => anUnmeasuredVerdict() });
    await expect.element(page.getByRole('heading', { name: 'mine-1.1.0 was not measured' })).toBeVisible();
    await expect.element(button('Activate')).toBeDisabled();
    await page.getByRole('checkbox', { name: /I know that mine-1.1.0 was not measured/ }).click();
    await button('Activate').click();
    await expect.element(page.getByText('mine-1.1.0 is active.')).toBeVisible();
    expect(activations(lab)).toEqual([{ fullName: 'mine-1.1.0', isUnmeasured: true }]);
  });

  test('one is locked from the reviews, and the model is judged on it at once', async () => {
    let control = lockable;
    const lab = await showGate({
      judge: async () =>
        control.versions.length === 0 ? anUnmeasuredVerdict() : aGateVerdict({ challenger: 0, champion: 0 }),
      control: () => control,
      answers: {
        createControlSet: async () => {
          const set: ControlSet = {
            ...{ version: 3, source: '4 of 20 reviewed slides', sha256: 'c'.repeat(64) },
            ...{ counts, slideCount: 4, person: 'A. Reader', at: '2026-11-25T08:00:00.000Z' },
            origin: 'reviews',
          };
          control = { ...control, versions: [set] };
          return set;
        },
      },
    });
    await page.getByRole('dialog').getByRole('button', { name: 'Lock a control set…' }).click();
    await expect.element(page.getByText('Lock 4 of 20 reviewed slides?')).toBeVisible();
    await button('Lock a control set').click();
    await expect.element(page.getByText('mine-1.1.0 may be activated')).toBeVisible();
    await button('Cancel').click();
    await expect.element(page.getByRole('heading', { name: 'Control set 3' })).toBeVisible();
    expect(lab.calls.filter(({ call }) => call === 'judgeModel')).toHaveLength(2);
  });

  test('a lab with too few reviews is told how many it lacks', async () => {
    const problem = 'A control set needs at least 20 blast and 20 benign cells. It lacks 20 more blast.';
    await showGate({
      judge: async () => anUnmeasuredVerdict(),
      control: () => ({ ...lockable, plan: { ...lockable.plan, slideCount: 0, counts: none, problem } }),
    });
    await expect.element(page.getByRole('dialog').getByText(problem)).toBeVisible();
  });
});

test('an activation shows its reason and the verdict of its time', async () => {
  const verdict = aGateVerdict({ challenger: 12, champion: 0 });
  await showWindow({
    path: '/training',
    answers: {
      listModels: async () => [aModel('mine-1.1.0', { isActive: true })],
      listActivations: async () => [
        {
          ...{ fullName: 'mine-1.1.0', sha256: 'a'.repeat(64), person: 'B. Steward', isRollback: false },
          ...{ at: '2026-11-25T09:00:00.000Z', verdictId: verdict.id, overrideReason: 'Agreed by all' },
        },
      ],
      listTrainingRuns: async () => [],
      describeLabels: async () => ({
        ...{ slideCount: 16, counts, problem: undefined },
        heldBack: { slideCount: 0, cellCount: 0 },
      }),
      describeControlSet: async () => lockable,
      readVerdict: async () => verdict,
    },
  });
  await page.getByRole('tab', { name: 'Models' }).click();
  await expect.element(page.getByText('Although refused: “Agreed by all”')).toBeVisible();
  await button(/^Verdict on mine-1.1.0 of/).click();
  await expect.element(page.getByText('mine-1.1.0 is refused')).toBeVisible();
});

describe.each(themes)('in the theme %s', (theme) => {
  test.each(['refused', 'unmeasured'] as const)(
    'the gate that has %s has no serious barrier',
    async (state) => {
      await showGate({
        settings: { theme, person: steward },
        judge: async () =>
          state === 'refused' ? aGateVerdict({ challenger: 12, champion: 0 }) : anUnmeasuredVerdict(),
      });
      await expect
        .element(page.getByRole('dialog').getByRole('heading', { name: /mine-1.1.0 (is|was)/ }))
        .toBeVisible();
      if (state === 'refused') await button('Override…').click();
      expect(await findBarriers()).toEqual([]);
    },
  );
});
