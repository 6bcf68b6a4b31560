import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createComputeClient } from '../../main/compute/computeClient.ts';
import { cellIdAt, probabilitiesAt } from '../../main/domain/cellTable.ts';
import { renderSyntheticField } from '../../main/slides/synthetic/renderSyntheticField.ts';
import { aLabStation, type LabStation } from '../helpers/aLabStation.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { layMosaic, writeMosaic } from '../helpers/aSmearMosaic.ts';
import { writeTinyModel } from '../helpers/aTinyModel.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';
import { scanWholeSlide } from '../helpers/scanWholeSlide.ts';
import { shipped, shippedCard } from '../helpers/shippedModel.ts';

const execFileAsync = promisify(execFile);
const tiny = 'tiny-0.0.1';

let material: ScanMaterial;
beforeAll(async () => {
  material = await drawOnce(2);
});
afterAll(() => material.dispose());

/** A station that has scanned two fields of a folder. */
async function aScannedStation(prepare?: (data: string, lab: LabStation['lab']) => Promise<void>) {
  const data = await aScratchFolder();
  await writeTinyModel(join(data, 'models', tiny));
  const station = await aLabStation(data);
  const { lab } = station;
  await lab.updateSettings({ person: { name: 'A. Reader', role: 'technologist' } });
  await prepare?.(data, lab);
  const folder = await aSmearFolder(material.fields, { 'smear-1': 2 });
  const { addedIds } = await station.addSlides([folder]);
  await station.whenScanned();
  const [slideId] = addedIds;
  if (slideId === undefined) throw new Error('No slide was added');
  const cells = await lab.readCells({ slideId });
  const order = { slideId, cellId: cellIdAt(cells, 0), cellClass: null };
  const explain = (changes: Partial<typeof order> | { cellClass: 'pro-b' | 'benign' } = {}) =>
    lab.explainCell({ ...order, ...changes, requestId: randomUUID() });
  return { ...station, data, folder, slideId, cells, explain };
}

/** The station's own compute processes, of which it has one for scans here. */
async function computeProcessesOf(pid: number | undefined) {
  const { stdout } = await execFileAsync('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, child, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && command.includes('computeProcess') ? [Number(child)] : [];
  });
}

test('a cell is explained in float32 by the model of its scan, whatever engine computed its class', async () => {
  const { cells, explain } = await aScannedStation();
  expect(cells.model).toMatchObject({
    fullName: shipped,
    measuresStrangeness: shippedCard.familiarity !== undefined,
  });
  const map = await explain();
  expect(map).toMatchObject({
    modelName: shipped,
    engine: expect.stringContaining('fp32'),
    // the table's columns are float32
    box: { xPx: expect.closeTo(cells.xPx[0] ?? 0, 3), yPx: expect.closeTo(cells.yPx[0] ?? 0, 3) },
  });
  const stored = probabilitiesAt(cells, 0);
  // the scan may have been computed in eight bits, whose copy is let through with differences like this
  for (const [name, probability] of Object.entries(map.judgement.probabilities))
    expect(probability).toBeCloseTo(stored?.[name as 'benign'] ?? Number.NaN, 1);
  const { heat, window, box } = map;
  expect(heat.values).toHaveLength(heat.columnCount * heat.rowCount);
  expect(Math.max(...heat.values)).toBeLessThanOrEqual(1);
  expect(window.xPx + window.widthPx / 2).toBeCloseTo(box.xPx + box.widthPx / 2, 3);
  expect((await explain({ cellClass: 'pro-b' })).explained).toBe('pro-b');
  expect(await explain()).toEqual(map);
});

test('what is asked for no more is cancelled, and other windows keep theirs', async () => {
  const { lab, cells, slideId } = await aScannedStation();
  const order = { slideId, cellId: cellIdAt(cells, 1), cellClass: 'benign' as const };
  const [left, stays] = [randomUUID(), randomUUID()];
  const [given, kept] = [
    lab.explainCell({ ...order, requestId: left }).catch((error: unknown) => error),
    lab.explainCell({ ...order, requestId: stays }),
  ];
  await lab.cancelWork({ requestId: left });
  expect(await given).toMatchObject({ code: 'cancelled' });
  expect(await kept).toMatchObject({ explained: 'benign' });
});

test('a lost compute process, a slide that is away and a model that is gone are said, and pass', async () => {
  const { lab, client, data, folder, explain, slideId } = await aScannedStation(async (_data, own) => {
    await own.activateModel({ fullName: tiny, isUnmeasured: true });
  });
  const [compute] = await computeProcessesOf(client.pid);
  if (compute === undefined) throw new Error('The station has no compute process');
  // held still, so that it cannot answer before it is killed
  process.kill(compute, 'SIGSTOP');
  const lost = explain().catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 300));
  process.kill(compute, 'SIGKILL');
  expect(await lost).toMatchObject({ code: 'compute-process-lost' });
  expect((await explain()).modelName).toBe(tiny);

  await rename(folder, `${folder}-away`);
  expect(await explain().catch((error: unknown) => error)).toMatchObject({
    code: expect.stringMatching(/^(file-missing|slide-unreadable|slide-changed|folder-missing)$/),
  });
  await rename(`${folder}-away`, folder);
  await rm(join(data, 'models', tiny), { recursive: true });
  expect(await explain().catch((error: unknown) => error)).toMatchObject({
    code: 'model-unknown',
    message: expect.stringContaining(tiny),
  });
  const unknown = { slideId, cellId: '99999' as never, cellClass: null, requestId: randomUUID() };
  await expect(lab.explainCell(unknown)).rejects.toMatchObject({ code: 'argument-invalid' });
});

test('a cell of a whole slide is explained from the pixels that its scan judged it by', async () => {
  const folder = await aScratchFolder();
  const modelFolder = await writeTinyModel(join(folder, tiny));
  const { pixels, truth } = renderSyntheticField({
    ...{ seed: 5, widthPx: 1800, heightPx: 1500, redCellPx: 24, stain: 'rose', crowding: 0.4 },
    cellMix: { lymphocyte: 20, neutrophil: 0, blast: 20 },
  });
  const path = join(folder, 'whole.tif');
  await writeMosaic(layMosaic([{ pixels, whiteCells: truth }], { columns: 1, glassPx: 400 }), path);
  const compute = createComputeClient();
  try {
    const scanned = await scanWholeSlide(compute, { slidePath: path, modelFolder, engine: 'fp32' });
    expect(scanned.fieldKind).toBe('region');
    for (const [at, cell] of scanned.onSlide.slice(0, 6).entries()) {
      const { xPx, yPx, widthPx, heightPx } = cell;
      const fieldIndex = scanned.cells[at]?.fieldIndex ?? 0;
      const place = scanned.fields[fieldIndex];
      if (place?.xPx === undefined || place.yPx === undefined) throw new Error('The scan placed no field');
      const { judgement, window } = await compute.run('explainCell', {
        slide: { name: 'whole.tif', path, kind: 'image-file' },
        ...{ modelFolder, fieldIndex, cellClass: undefined },
        field: { xPx: place.xPx, yPx: place.yPx, widthPx: place.widthPx, heightPx: place.heightPx },
        box: { xPx, yPx, widthPx, heightPx },
        redCellDiameterPx: scanned.redCellDiameterPx,
      });
      // one cell at a time instead of a batch: float32 sums in another order
      for (const [name, probability] of Object.entries(scanned.cells[at]?.probabilities ?? {}))
        expect(judgement.probabilities[name as 'benign']).toBeCloseTo(probability, 4);
      expect(window.widthPx).toBeGreaterThan(widthPx / 2);
    }
  } finally {
    await compute.dispose();
  }
});
