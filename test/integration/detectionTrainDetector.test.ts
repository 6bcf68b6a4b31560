import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrainDetectorRequest } from '../../main/compute/detectorRequest.ts';
import { trainDetector } from '../../main/compute/trainDetector.ts';
import type { PixelBox } from '../../main/domain/cell.ts';
import { loadCellFinder } from '../../main/network/detector.ts';
import { writePng } from '../../main/slides/writeImage.ts';
import { paintSmear } from '../unit/detection/paintedSmear.ts';

let folder = '';
const size = { widthPx: 160, heightPx: 120 };
const white: readonly PixelBox[] = [{ xPx: 60, yPx: 40, widthPx: 40, heightPx: 40 }];
const red: readonly PixelBox[] = [10, 120].flatMap((xPx) =>
  [10, 80].map((yPx) => ({ xPx, yPx, widthPx: 20, heightPx: 20 })),
);

function toYolo(cellClass: number, box: PixelBox): string {
  const x = (box.xPx + box.widthPx / 2) / size.widthPx;
  const y = (box.yPx + box.heightPx / 2) / size.heightPx;
  return `${cellClass} ${x} ${y} ${box.widthPx / size.widthPx} ${box.heightPx / size.heightPx}`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blastscope-train-detector-'));
  for (const [part, count] of [
    ['train', 6],
    ['val', 2],
  ] as const) {
    await mkdir(join(folder, 'images', part), { recursive: true });
    await mkdir(join(folder, 'labels', part), { recursive: true });
    for (let i = 0; i < count; i += 1) {
      await writePng(paintSmear(size, { white, red }), join(folder, 'images', part, `field-${i}.png`));
      const lines = [...white.map((box) => toYolo(0, box)), ...red.map((box) => toYolo(1, box))];
      await writeFile(join(folder, 'labels', part, `field-${i}.txt`), lines.join('\n'));
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

function aRequest(output: string, changes: Partial<TrainDetectorRequest> = {}): TrainDetectorRequest {
  return {
    datasetFolder: folder,
    outputFolder: join(folder, output),
    name: 'cell-finder',
    version: '0.0.1',
    programVersion: '0.0.0',
    dataset: { name: 'painted smears', terms: 'none', citation: 'none' },
    resume: true,
    steps: 2,
    stepsPerCheck: 1,
    batchSize: 2,
    samplePx: 64,
    ...changes,
  };
}

/** "1/2" of each line that tells a step. */
function stepsIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^step (\d+\/\d+)/.exec(line)?.[1] ?? []);
}

test('a detector is trained into a folder that the program can load, and training goes on from there', async () => {
  const lines: string[] = [];
  const never = new AbortController().signal;
  const result = await trainDetector(aRequest('out'), ({ detail }) => lines.push(detail), never);
  expect(stepsIn(lines)).toEqual(['1/2', '2/2']);
  const finder = await loadCellFinder(result.modelFolder);
  finder.dispose();
  expect(result.int8).toEqual({
    decision: 'refused',
    note: expect.stringContaining('at least 100 are needed'),
  });
  expect(await readdir(join(result.modelFolder, 'int8'))).toEqual(['engine.json']);
  expect(finder.card.training).toMatchObject({ trainCount: 3, heldOutCount: 3, steps: 2 });
  expect(finder.card.evaluations.map((one) => one.fieldCount)).toEqual([3, 2]);

  const resumed: string[] = [];
  await trainDetector(aRequest('out', { steps: 3 }), ({ detail }) => resumed.push(detail), never);
  expect(stepsIn(resumed)).toEqual(['3/3']);
});

test('a detector can learn from another, on fields without labels', async () => {
  const never = new AbortController().signal;
  const fieldPaths = [join(folder, 'images', 'val', 'field-0.png')];
  const teacher = {
    modelFolder: join(folder, 'out'),
    fieldPaths,
    scaleBarCorner: { width: 0.1, height: 0.1 },
  };
  const request = aRequest('pupil', { teacher, steps: 1 });
  const { modelFolder } = await trainDetector(request, () => undefined, never);
  expect(JSON.parse(await readFile(join(modelFolder, 'card.json'), 'utf8')).dataset.split).toContain(
    '1 fields',
  );
});

test('a cancelled training says so and leaves no model', async () => {
  const training = trainDetector(aRequest('cancelled'), () => undefined, AbortSignal.abort());
  await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  await expect(loadCellFinder(join(folder, 'cancelled'))).rejects.toMatchObject({ code: 'model-unknown' });
});

test('a data set without its folders is refused by name', async () => {
  const request = aRequest('none', { datasetFolder: join(folder, 'nowhere') });
  const training = trainDetector(request, () => undefined, new AbortController().signal);
  await expect(training).rejects.toMatchObject({ code: 'folder-missing' });
});
