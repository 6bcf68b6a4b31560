import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { cellIdAt } from '../../main/domain/cellTable.ts';
import type { TrainingRun } from '../../main/domain/trainingRun.ts';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { type BuiltWindow, buildWindow, hasChromium } from '../helpers/aServedWindow.ts';
import { aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { startLab } from '../helpers/runLab.ts';

let material: ScanMaterial;
let built: BuiltWindow;
let axe: string;
beforeAll(async () => {
  if (!hasChromium) return;
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  material = await drawOnce(4);
  built = await buildWindow();
});
afterAll(async () => {
  await built?.dispose();
  await material?.dispose();
});

/** One slide, three cells of each class. */
async function aLabelledStation(): Promise<LabStation> {
  const station = await aLabStation();
  const { lab } = station;
  await lab.updateSettings({ person: { name: 'A. Reader', role: 'technologist' }, isTourDone: true });
  const { addedIds } = await station.addSlides([await aSmearFolder(material.fields, { 'smear-1': 4 })]);
  await station.whenScanned();
  const [slideId] = addedIds;
  if (slideId === undefined) throw new Error('No slide was added');
  const cells = await lab.readCells({ slideId });
  for (const [classAt, verdict] of cellClasses.entries())
    await lab.labelCells({
      ...{ slideId, verdict },
      cellIds: [0, 1, 2].map((at) => cellIdAt(cells, at * 4 + classAt)),
    });
  return station;
}

async function whenNewest({ lab }: LabStation, isThere: (run: TrainingRun) => boolean): Promise<TrainingRun> {
  for (;;) {
    const [run] = await lab.listTrainingRuns({});
    if (run !== undefined && isThere(run)) return run;
    if (run?.state === 'failed') throw new Error(JSON.stringify(run.failure));
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

describe.skipIf(!hasChromium)('a training in the window (apt-get install chromium)', () => {
  test('is measured before it starts, pauses, goes on, and has the next one wait', async () => {
    const station = await aLabelledStation();
    const { lab } = station;
    const window = await built.open(station);
    const { page } = window;
    const barriers: string[] = [];
    const look = async () => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
      for (const { id, impact } of violations)
        if (impact === 'serious' || impact === 'critical') barriers.push(id);
    };
    await window.go('/training');
    await page.getByLabel('Epochs').fill('200');
    await page.getByLabel('What learns').click();
    await page.getByRole('option', { name: 'The last layer only' }).click();
    await page.getByRole('button', { name: 'Start training' }).click();
    const dialog = page.getByRole('dialog', { name: 'Train lab-classifier-1.0.0?' });
    await dialog.getByText('Memory at most').waitFor({ timeout: 100_000 });
    expect(await dialog.getByText(/for 200 epochs/).count()).toBe(1);
    await look();
    expect(await lab.listTrainingRuns({})).toEqual([]);
    await dialog.getByRole('button', { name: 'Start training' }).click();
    await whenNewest(station, ({ epochs }) => epochs.length > 0);

    await window.go('/training');
    await page.getByText('last layer only').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await whenNewest(station, ({ state }) => state === 'paused');
    expect(paused).toMatchObject({ learned: 'head', finishedAt: undefined, failure: undefined });
    await lab.startTraining({
      ...{ name: 'other', version: '1.0.0', parent: null, epochs: 1 },
      ...{ optimizer: 'adam', learningRate: 0.001, seed: 1 },
    });
    await window.go('/training');
    await page.getByText('The training begins when those before it have ended.').waitFor();
    await look();
    await page.getByRole('button', { name: 'Cancel training' }).click();
    await whenNewest(station, ({ state }) => state === 'cancelled');
    await page.getByRole('button', { name: /^lab-classifier-1\.0\.0/ }).click();
    await page.getByText(/The training is paused, also when the program is closed/).waitFor();
    await look();
    await page.getByRole('button', { name: 'Resume' }).click();
    for (;;) {
      const run = (await lab.listTrainingRuns({})).find(({ id }) => id === paused.id);
      if ((run?.epochs.length ?? 0) > paused.epochs.length) break;
      await new Promise((resume) => setTimeout(resume, 50));
    }
    await lab.cancelTraining({ runId: paused.id });
    expect({ barriers, problems: window.problems }).toEqual({ barriers: [], problems: [] });
    await window.close();
  });

  test('at a terminal shows as it goes, and goes on in the window when it is killed there', async () => {
    const station = await aLabelledStation();
    const window = await built.open(station);
    const { page } = window;
    const terminal = startLab([
      ...['retrain', '--db', station.databasePath, '--name', 'theirs', '--version', '2.0.0'],
      ...['--learn', 'head', '--epochs', '4000', '--person', 'B. Reader', '--role', 'technologist'],
    ]);
    await terminal.waitFor('epoch ');
    await window.go('/training');
    await page.getByRole('heading', { name: 'theirs-2.0.0' }).waitFor();
    await page.getByText(/^Started by B\. Reader/).waitFor();
    await page.getByText('This training runs at a terminal and is stopped there, with Ctrl-C.').waitFor();
    await page.getByText(/^Epoch [1-9]\d* of 4,?000$/).waitFor({ timeout: 60_000 });
    expect(await page.getByRole('button', { name: /^(Pause|Cancel training)$/ }).count()).toBe(0);
    terminal.process.kill('SIGKILL');
    // an open window is told; this one is shown it when it asks
    await vi.waitFor(
      () =>
        expect(station.events).toContainEqual({
          name: 'training-changed',
          event: { run: expect.objectContaining({ modelName: 'theirs-2.0.0', state: 'failed' }) },
        }),
      { timeout: 10_000 },
    );
    await window.go('/training');
    await page.getByText(/The program ended during this training/).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    const resumed = await whenNewest(station, ({ state }) => state === 'running');
    expect([resumed.modelName, resumed.isAtTerminal]).toEqual(['theirs-2.0.0', undefined]);
    await window.go('/training');
    await page.getByRole('button', { name: 'Cancel training' }).click();
    await whenNewest(station, ({ state }) => state === 'cancelled');
    expect(window.problems).toEqual([]);
    await window.close();
  });
});
