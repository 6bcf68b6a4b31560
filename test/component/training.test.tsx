import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { LabError } from '../../main/domain/labError.ts';
import type { TrainingPreflight } from '../../main/domain/trainingPreflight.ts';
import type { TrainingRun } from '../../main/domain/trainingRun.ts';
import type { LabApi } from '../../preload/contract.ts';
import { modelAnswers } from './aFilledModelShelf.ts';
import { aGateVerdict } from './aGateVerdict.ts';
import { findBarriers, themes } from './findBarriers.ts';
import { showWindow } from './showWindow.tsx';

const enough: TrainingPreflight = {
  ...{ imagesPerEpoch: 1705, stepsPerEpoch: 54, epochCount: 30, validationCount: 593 },
  ...{ timedSteps: 5, stepMs: 905, scoringMs: 20, expectedMs: 31 * 60_000 },
  ...{ peakMemoryBytes: 1.4e9, availableMemoryBytes: 6e9 },
  ...{ neededDiskBytes: 4.8e7, freeDiskBytes: 9e9 },
};

async function showTraining(answers: Partial<LabApi>, language: 'en' | 'de' = 'en') {
  return showWindow({
    path: '/training',
    settings: { language },
    answers: { ...modelAnswers, ...answers },
  });
}

/** The newest training of the shelf, changed. */
async function aRun(part: Partial<TrainingRun>): Promise<TrainingRun> {
  const [run] = (await modelAnswers.listTrainingRuns?.({})) ?? [];
  if (run === undefined) throw new Error('The shelf has no training');
  return { ...run, ...part };
}

test('what a training takes is shown before it starts, and it starts with the part that was chosen', async () => {
  const started = await aRun({ state: 'preparing', epochs: [] });
  const lab = await showTraining({
    preflightTraining: async () => enough,
    startTraining: async () => started,
  });
  await page.getByLabelText('Version').fill('3.0.0');
  await page.getByLabelText('What learns').click();
  await page.getByRole('option', { name: 'The last two blocks' }).click();
  await page.getByRole('button', { name: 'Start training…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Train lab-classifier-3.0.0?' });
  await expect.element(dialog.getByText('31 min for 30 epochs')).toBeVisible();
  await expect.element(dialog.getByText('1.4 GB of 6.0 GB free')).toBeVisible();
  await expect.element(dialog.getByText('48.0 MB of 9.0 GB free')).toBeVisible();
  await dialog.getByRole('button', { name: 'Start training' }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  // the next one is suggested a version anew
  await expect.element(page.getByLabelText('Version')).toHaveValue('1.0.0');
  const asked = lab.calls.filter(({ call }) => call === 'preflightTraining' || call === 'startTraining');
  expect(asked).toMatchObject([
    { call: 'preflightTraining', args: { learned: 'last-blocks', parent: 'blast-classifier-1.0.0' } },
    { call: 'startTraining', args: { learned: 'last-blocks', parent: 'blast-classifier-1.0.0' } },
  ]);
});

test('a network from scratch is not asked what of it learns', async () => {
  await showTraining({});
  await expect.element(page.getByLabelText('What learns')).toBeVisible();
  await page.getByLabelText('Start from').click();
  await page.getByRole('option', { name: 'Nothing (from scratch)' }).click();
  await expect.element(page.getByLabelText('What learns')).not.toBeInTheDocument();
});

test.each([
  ['en', 'Start training', /too little memory/, /too little space on the disk/],
  ['de', 'Training starten', /zu wenig Arbeitsspeicher/, /zu wenig Platz auf der Festplatte/],
] as const)(
  'a training that memory or disk cannot hold does not start (%s)',
  async (language, start, memory, disk) => {
    const short = { ...enough, availableMemoryBytes: 1e9, freeDiskBytes: 1e6 };
    await showTraining({ preflightTraining: async () => short }, language);
    await page.getByRole('button', { name: `${start}…` }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByText(memory)).toBeVisible();
    await expect.element(dialog.getByText(disk)).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: start })).toBeDisabled();
  },
);

test('what cannot be measured says why, and closing stops a measurement', async () => {
  let turn = 0;
  const lab = await showTraining({
    preflightTraining: async () => {
      turn += 1;
      if (turn === 1) throw new LabError('slide-changed', 'smear-1 was changed since it was scanned.');
      return new Promise<never>(() => undefined);
    },
    cancelPreflight: async () => undefined,
  });
  await page.getByRole('button', { name: 'Start training…' }).click();
  await expect.element(page.getByText('smear-1 was changed since it was scanned.')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByRole('dialog').getByRole('progressbar')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  expect(lab.calls.at(-1)?.call).toBe('cancelPreflight');
});

test('a training is paused and resumed; one that waits can be cancelled', async () => {
  const running = await aRun({ state: 'running', finishedAt: undefined, doneFraction: 0.3, learned: 'head' });
  const lab = await showTraining({
    listTrainingRuns: async () => [running],
    pauseTraining: async () => undefined,
    cancelTraining: async () => undefined,
    resumeTraining: async () => running,
  });
  await expect.element(page.getByText(/last layer only/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  lab.emit('training-changed', { run: { ...running, state: 'paused' } });
  await expect.element(page.getByText(/The training is paused/)).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  lab.emit('training-changed', { run: { ...running, state: 'waiting' } });
  await expect.element(page.getByText(/begins when those before it have ended/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel training' }).click();
  const made = lab.calls
    .map(({ call }) => call)
    .filter((call) => /^(pause|resume|cancel)Training$/.test(call));
  expect(made).toEqual(['pauseTraining', 'resumeTraining', 'cancelTraining']);
});

test.each(themes)('what became of a training is shown without a serious barrier (%s)', async (theme) => {
  const verdict = aGateVerdict({ challenger: 30, champion: 0 });
  const run = await aRun({ verdictId: verdict.id, stopped: { epoch: 22, reason: 'loss-not-a-number' } });
  await showWindow({
    path: '/training',
    settings: { theme },
    answers: { ...modelAnswers, listTrainingRuns: async () => [run], readVerdict: async () => verdict },
  });
  await expect.element(page.getByText(/In epoch 22 the loss was no number any more/)).toBeVisible();
  await expect.element(page.getByRole('heading', { name: /is refused$/ })).toBeVisible();
  expect(await findBarriers()).toEqual([]);
  await page.getByRole('button', { name: 'Figures on the control set' }).click();
  await expect.element(page.getByRole('dialog').getByText('Where the models differ')).toBeVisible();
});

test('a training at a terminal is shown as it goes, and where it is stopped', async () => {
  const run = await aRun({ state: 'running', isAtTerminal: true, finishedAt: undefined, doneFraction: 0.4 });
  await showTraining({ listTrainingRuns: async () => [run] });
  await expect.element(page.getByText(/runs at a terminal and is stopped there, with Ctrl-C/)).toBeVisible();
  await expect.element(page.getByRole('progressbar', { name: 'Progress of the training' })).toBeVisible();
  for (const name of ['Pause', 'Cancel', 'Resume'])
    expect(page.getByRole('button', { name, exact: true }).elements()).toEqual([]);
});

test('a card tells by how much classes were moved', async () => {
  const calibration = { temperature: 0.6, protocol: 'validation part', count: 593, errorBefore: 0.035 };
  const [shipped] = (await modelAnswers.listModels?.({})) ?? [];
  if (shipped?.card === undefined) throw new Error('The shelf has no model');
  const card = {
    ...shipped.card,
    calibration: { ...calibration, errorAfter: 0.007, classShifts: [0, -0.92, 0.89, 0.03] },
  };
  await showTraining({ listModels: async () => [{ ...shipped, card }] });
  await page.getByRole('tab', { name: 'Models' }).click();
  await page.getByRole('button', { name: 'Card of blast-classifier-1.0.0' }).click();
  const dialog = page.getByRole('dialog', { name: 'Card of blast-classifier-1.0.0' });
  for (const shift of ['0.00', '−0.92', '+0.89', '+0.03'])
    await expect.element(dialog.getByText(shift, { exact: true })).toBeVisible();
  expect(await findBarriers()).toEqual([]);
});
