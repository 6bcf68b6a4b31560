import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type ComputeClient, createComputeClient } from '../../main/compute/computeClient.ts';
import { listCells } from '../../main/database/cells.ts';
import { checkIntegrity } from '../../main/database/checkDatabase.ts';
import { type Db, openDatabase } from '../../main/database/open.ts';
import { listFields, listScans } from '../../main/database/scans.ts';
import { findSlide, listSlides } from '../../main/database/slides.ts';
import type { CellGoal, ScanId } from '../../main/domain/scan.ts';
import { chooseModel } from '../../main/workflows/chooseModel.ts';
import { type ScanFolderOptions, scanFolder } from '../../main/workflows/scanFolder.ts';
import type { SlideOutcome } from '../../main/workflows/slideOutcome.ts';
import { aScratchFolder, aSmearFolder } from '../helpers/aSmearFolder.ts';
import { drawOnce, type ScanMaterial } from '../helpers/drawOnce.ts';

let material: ScanMaterial;
let compute: ComputeClient;

beforeAll(async () => {
  material = await drawOnce();
  compute = createComputeClient();
});

afterAll(async () => {
  await compute.dispose();
  await material.dispose();
});

async function aDatabase(): Promise<Db> {
  const db = openDatabase(join(await aScratchFolder(), 'lab.db'));
  onTestFinished(() => {
    expect(checkIntegrity(db)).toMatchObject({ isIntact: true });
    db.close();
  });
  return db;
}

async function scan(
  db: Db,
  folder: string,
  options: Partial<ScanFolderOptions> & {
    readonly compute?: ComputeClient;
    readonly redCellDiameterPx?: number;
    readonly cellGoal?: CellGoal;
  } = {},
): Promise<readonly SlideOutcome[]> {
  const model = await chooseModel(material.modelFolder);
  const { redCellDiameterPx, signal = new AbortController().signal } = options;
  return scanFolder(db, options.compute ?? compute, {
    ...options,
    ...{ folder, model, redCellDiameterPx, signal, isSynthetic: false },
  });
}

function statesOf(outcomes: readonly SlideOutcome[]): readonly string[] {
  return outcomes.map((one) => `${one.entry.name} ${one.state === 'failed' ? one.failure.code : one.state}`);
}

test('a folder of smears becomes slides, fields, cells and predictions', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { 'smear-1': 3, 'smear-2': 2 });
  const outcomes = await scan(db, folder);
  expect(outcomes).toMatchObject([
    { state: 'scanned', fieldCount: 3, fieldFailures: [] },
    { state: 'scanned', fieldCount: 2, fieldFailures: [] },
  ]);
  const slide = findSlide(db, 'smear-1');
  const cells = listCells(db, slide.id);
  expect(cells.length).toBeGreaterThan(0);
  for (const { prediction, fieldName, xPx, widthPx } of cells) {
    const sum = Object.values(prediction?.probabilities ?? {}).reduce((total, one) => total + one, 0);
    expect(sum).toBeCloseTo(1, 3); // float32 softmax
    expect(fieldName).toMatch(/^field-\d\.jpg$/);
    expect(xPx + widthPx).toBeLessThanOrEqual(400.001);
  }
  // the synthetic fields have red cells of 40 px; a detector's ruler is within a few pixels
  expect(slide.currentScan?.redCellDiameterPx).toBeGreaterThan(30);
  expect(slide.currentScan?.redCellDiameterPx).toBeLessThan(50);
});

test('a folder is left when enough cells are found, its field finished, and scanned again for more', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { 'smear-1': 50 });
  const [some] = await scan(db, folder, { cellGoal: 100 });
  if (some === undefined || some.state === 'failed') throw new Error('not scanned');
  expect(some.cellCount).toBeGreaterThanOrEqual(100);
  expect(some.fieldCount).toBeLessThan(50);
  expect(some).toMatchObject({ fieldKind: 'camera-image', cellGoal: 100, candidateFieldCount: 50 });
  const cells = listCells(db, some.slideId);
  expect(cells.filter(({ fieldIndex }) => fieldIndex < some.fieldCount - 1).length).toBeLessThan(100);
  expect(statesOf(await scan(db, folder, { cellGoal: 100 }))).toEqual(['smear-1 already-scanned']);
  expect(await scan(db, folder)).toMatchObject([{ state: 'scanned', fieldCount: 50, leftOutCount: 0 }]);
  expect(statesOf(await scan(db, folder, { cellGoal: 500 }))).toEqual(['smear-1 already-scanned']);
  const { fields } = listFields(db, findSlide(db, 'smear-1').currentScan?.id ?? ('' as ScanId));
  for (const { focusScore } of fields) expect(focusScore).toBeGreaterThan(0.5);
  expect(new Set(fields.map(({ xPx, yPx }) => `${xPx} ${yPx}`)).size).toBe(50);
});

test('a slide that is done is passed over, by content and model, and a new slide is not', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { 'smear-1': 2, 'smear-2': 1 });
  await scan(db, folder);
  await utimes(join(folder, 'smear-1', 'field-1.jpg'), new Date(), new Date());
  await writeFile(join(folder, 'smear-2', 'field-2.jpg'), await readFile(material.fields[5] ?? ''));
  expect(statesOf(await scan(db, folder))).toEqual(['smear-1 already-scanned', 'smear-2 scanned']);
  expect(listSlides(db)).toHaveLength(3); // the older content of smear-2 keeps its cells
});

test('a ruler that a person gives takes the place of the measured one', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { 'smear-1': 1 });
  await scan(db, folder);
  expect(statesOf(await scan(db, folder, { redCellDiameterPx: 44 }))).toEqual(['smear-1 scanned']);
  expect(statesOf(await scan(db, folder, { redCellDiameterPx: 44 }))).toEqual(['smear-1 already-scanned']);
  expect(findSlide(db, 'smear-1').currentScan?.redCellDiameterPx).toBe(44);
});

test('a slide without red cells is not classified by guess', async () => {
  const db = await aDatabase();
  const folder = await aScratchFolder();
  const { sharp } = await import('../../main/slides/sharpLibrary.ts');
  const blank = { width: 300, height: 200, channels: 3, background: '#ebe6f0' } as const;
  await sharp({ create: blank }).jpeg().toFile(join(folder, 'blank.jpg'));
  expect(await scan(db, folder)).toMatchObject([
    {
      state: 'failed',
      failure: { code: 'scale-unknown', message: expect.stringContaining('--red-cell-px') },
    },
  ]);
  expect(await scan(db, folder, { redCellDiameterPx: 40 })).toMatchObject([
    { state: 'scanned', cellCount: 0 },
  ]);
});

test('a field that cannot be read is told, and the others of its slide are scanned', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { 'smear-1': 3 });
  await writeFile(join(folder, 'smear-1', 'field-2.jpg'), '');
  expect(await scan(db, folder)).toMatchObject([
    { state: 'scanned', fieldCount: 2, fieldFailures: [{ name: 'field-2.jpg', code: 'slide-unreadable' }] },
  ]);
});

test('a slide none of whose fields can be read fails', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { 'smear-1': 2 });
  for (const name of ['field-1.jpg', 'field-2.jpg']) await writeFile(join(folder, 'smear-1', name), 'x');
  expect(await scan(db, folder)).toMatchObject([
    {
      state: 'failed',
      failure: { code: 'slide-unreadable', message: expect.stringContaining('None of the 2') },
    },
  ]);
});

test('a slide that is removed, or changed, while it waits or is scanned fails, and the others go on', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { a: 2, b: 2, c: 2, d: 1 });
  const seen = new Set<string>();
  const onProgress = async ({ detail }: { readonly detail: string }) => {
    const name = detail[0] ?? '';
    if (!detail.includes('field-1') || seen.has(name)) return;
    seen.add(name);
    if (name === 'a') await rm(join(folder, 'b'), { recursive: true });
    if (name === 'c') await writeFile(join(folder, 'c', 'field-1.jpg'), 'another content');
  };
  const outcomes = await scan(db, folder, { onProgress: (progress) => void onProgress(progress) });
  expect(statesOf(outcomes)).toEqual(['a scanned', 'b file-missing', 'c slide-changed', 'd scanned']);
  expect(listScans(db, findSlide(db, 'c').id)).toEqual([]);
});

test('a field that is removed while its slide is scanned makes the slide a changed one', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { a: 8 });
  const onProgress = ({ detail }: { readonly detail: string }) => {
    if (detail.includes('field-1.jpg')) void rm(join(folder, 'a', 'field-8.jpg'));
  };
  expect(statesOf(await scan(db, folder, { onProgress }))).toEqual(['a slide-changed']);
});

test('a slide that kills the compute process is tried once more, then told, and the batch goes on', async () => {
  const db = await aDatabase();
  const mark = join(await aScratchFolder(), 'mark');
  process.env.BLASTSCOPE_TEST_MARK = mark;
  const processPath = fileURLToPath(new URL('../helpers/deadlyComputeProcess.ts', import.meta.url));
  const deadly = createComputeClient({ processPath });
  onTestFinished(() => deadly.dispose());
  const folder = await aSmearFolder(material.fields, { 'deadly-1': 1, 'shaky-2': 1, 'smear-3': 1 });
  const outcomes = await scan(db, folder, { compute: deadly });
  expect(statesOf(outcomes)).toEqual(['deadly-1 compute-process-lost', 'shaky-2 scanned', 'smear-3 scanned']);
});

test('a stopped scan keeps what is finished, gives the lock back, and is taken up where it was', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { a: 1, b: 8, c: 1 });
  const controller = new AbortController();
  const onProgress = ({ detail }: { readonly detail: string }) => {
    if (detail.startsWith('b') && detail.includes('field-2')) controller.abort();
  };
  const stopped = scan(db, folder, { signal: controller.signal, onProgress });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(listSlides(db).map(({ name, state }) => `${name} ${state}`)).toEqual(['a scanned', 'b pending']);
  expect(statesOf(await scan(db, folder))).toEqual(['a already-scanned', 'b scanned', 'c scanned']);
});

test('a full disk stops the scan with a clear error, and what was stored before is whole', async () => {
  const db = await aDatabase();
  const folder = await aSmearFolder(material.fields, { a: 1, b: 8 });
  // SQLite takes the least that it can for this: the file may not grow any more
  const full = scan(db, folder, { onSlide: () => void db.pragma('max_page_count = 1') });
  await expect(full).rejects.toMatchObject({ code: 'disk-full' });
  db.pragma('max_page_count = 1000000');
  expect(listCells(db, findSlide(db, 'a').id).length).toBeGreaterThan(0);
  expect(statesOf(await scan(db, folder))).toEqual(['a already-scanned', 'b scanned']);
});

test('an empty folder and one that is not there are told apart', async () => {
  const db = await aDatabase();
  await expect(scan(db, await aScratchFolder())).rejects.toMatchObject({ code: 'folder-empty' });
  await expect(scan(db, '/nowhere/slides')).rejects.toMatchObject({ code: 'folder-missing' });
});
