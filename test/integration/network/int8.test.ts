import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import type { LabelledImage } from '../../../main/domain/labelledImage.ts';
import type { Progress } from '../../../main/domain/progress.ts';
import { loadClassifier } from '../../../main/network/classifier.ts';
import { onnxModelType } from '../../../main/network/onnxFormat.ts';
import { openClassifier } from '../../../main/network/openClassifier.ts';
import {
  type QuantizationTools,
  quantizeAfterTraining,
  quantizeClassifier,
} from '../../../main/network/quantizeClassifier.ts';
import { readImage } from '../../../main/slides/readImage.ts';
import { aScratchFolder } from '../../helpers/aSmearFolder.ts';
import { writeTinyModel } from '../../helpers/aTinyModel.ts';
import { drawOnce, type ScanMaterial } from '../../helpers/drawOnce.ts';
import { parseLines, runLab } from '../../helpers/runLab.ts';

const seed = 12;
let material: ScanMaterial;
/** a tiny model with its copy */
let quantized: string;
let images: readonly LabelledImage[];

const tools: QuantizationTools = {
  readImage,
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

beforeAll(async () => {
  material = await drawOnce(8);
  images = material.fields.map((path) => ({ path, cellClass: 'benign' as const }));
  // of random weights not every seed gives a network that eight bits can follow as closely as a trained one: of this
  // the two likeliest classes are twenty times further apart than its copy moves them
  quantized = await writeTinyModel(join(material.folder, `quantized-0.0.${seed}`), seed);
  const { decision, reason, firstConvolution } = await quantizeClassifier(quantized, parts(), tools);
  expect([decision, reason, firstConvolution]).toEqual(['accepted', undefined, 'bytes']);
});

afterAll(() => material.dispose());

/** As many held-out images as the gate wants; that they repeat does not matter here. */
function parts() {
  return { calibration: images, heldOut: Array.from({ length: 13 }, () => images).flat() };
}

async function aCopy(of: string): Promise<string> {
  const folder = join(await aScratchFolder(), 'mine-0.0.1');
  await cp(of, folder, { recursive: true });
  return folder;
}

test('a model and its copy give an image nearly the same, and each says what it is', async () => {
  const [fp32, { classifier: int8, note }] = [
    await loadClassifier(quantized),
    await openClassifier(quantized),
  ];
  expect(note).toBeUndefined();
  expect(fp32.engine).toMatch(/^tfjs-node 4\.22\.0, TensorFlow 2\.\d+\.\d+, fp32$/);
  expect(int8.engine).toMatch(/^onnxruntime 1\.30\.0, int8 \(copy [0-9a-f]{12}\)$/);
  for (const path of material.fields) {
    const pixels = await readImage(path);
    const [one, other] = [await fp32.classifyField(pixels), await int8.classifyField(pixels)];
    // 0.003 where it was measured; another processor's float32 may move an activation by a step
    for (const cellClass of cellClasses)
      expect(Math.abs(one.probabilities[cellClass] - other.probabilities[cellClass])).toBeLessThan(0.02);
  }
  fp32.dispose();
  int8.dispose();
});

test('what a cell is does not depend on which cells share its batch', async () => {
  const { classifier } = await openClassifier(quantized);
  const pixels = await readImage(material.fields[0] ?? '');
  const cells = Array.from({ length: 20 }, (_, at) => ({
    ...{ xPx: at * 15, yPx: at * 10, widthPx: 40, heightPx: 40, score: 1 },
  }));
  const options = { redCellDiameterPx: 20, isCameraImage: false };
  const together = await classifier.classifyCells(pixels, cells, options);
  for (const [at, cell] of cells.entries()) {
    const [alone] = await classifier.classifyCells(pixels, [cell], options);
    // the convolutions are whole numbers; the dense layer is float32, summed in another order
    expect(alone?.probabilities.benign).toBeCloseTo(together[at]?.probabilities.benign ?? 0, 5);
  }
  classifier.dispose();
});

test('a network whose rows are no multiple of four pixels has a copy too', async () => {
  const folder = await writeTinyModel(join(await aScratchFolder(), `odd-0.0.${seed}`), seed, 35);
  const { heldOut, firstConvolution } = await quantizeClassifier(folder, parts(), tools);
  expect(firstConvolution).toBe('float32');
  // as above
  expect(heldOut.greatestDifference).toBeLessThan(0.02);
});

test('ONNX Runtime joins every convolution with its rounding', async () => {
  const optimizedModelFilePath = join(await aScratchFolder(), 'optimized.onnx');
  const onnx = await readFile(join(quantized, 'int8', 'model.onnx'));
  const session = await InferenceSession.create(onnx, {
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    optimizedModelFilePath,
  });
  await session.release();
  const { graph } = onnxModelType.toObject(onnxModelType.decode(await readFile(optimizedModelFilePath)));
  const types: readonly string[] = graph.node.map(({ opType }: { readonly opType: string }) => opType);
  expect(types.filter((type) => type.endsWith('Conv'))).toEqual(new Array(13).fill('QLinearConv'));
  expect(types).not.toContain('Relu');
  // no turn of the layout is left between them
  const [first, last] = [types.indexOf('QLinearConv'), types.lastIndexOf('QLinearConv')];
  expect(types.slice(first, last)).not.toContain('Transpose');
  expect(types.filter((type) => type === 'DequantizeLinear')).toHaveLength(1);
});

test('a copy of a wrong range is refused, its file is not kept, and float32 runs', async () => {
  // one that tells images apart: all of them look alike to a copy that sees nothing
  const folder = await writeTinyModel(join(await aScratchFolder(), 'loud-0.0.2'), 2, 32, 100);
  const changeLimits: QuantizationTools['changeLimits'] = (limits) =>
    new Map([...limits].map(([name, limit]) => [name, limit / 1000]));
  const card = await quantizeClassifier(folder, parts(), { ...tools, changeLimits });
  // float32 for the first convolution was tried too
  expect(card).toMatchObject({
    ...{ decision: 'refused', reason: expect.any(String), firstConvolution: 'float32' },
  });
  expect(await readdir(join(folder, 'int8'))).toEqual(['engine.json']);
  const { classifier, note, isCopyBroken } = await openClassifier(folder);
  expect([isCopyBroken, note]).toEqual([false, expect.stringContaining('was refused')]);
  expect(classifier.engine).toContain('fp32');
  classifier.dispose();
});

test('where bytes for the first convolution are refused, a copy with float32 there is made, and runs', async () => {
  const folder = await writeTinyModel(join(await aScratchFolder(), 'loud-0.0.3'), 2, 32, 100);
  const changeLimits: QuantizationTools['changeLimits'] = (limits, form) =>
    form === 'float32' ? limits : new Map([...limits].map(([name, limit]) => [name, limit / 1000]));
  const shown: Progress[] = [];
  const onProgress = (progress: Progress) => shown.push(progress);
  const card = await quantizeClassifier(folder, parts(), { ...tools, changeLimits, onProgress });
  expect(card).toMatchObject({ decision: 'accepted', firstConvolution: 'float32' });
  expect(card.reason).toBeUndefined();
  // the second form was more work than was expected, and all of it is shown
  expect(shown.at(-1)).toMatchObject({ done: shown.at(-1)?.total });
  const { classifier } = await openClassifier(folder);
  expect(classifier.engine).toContain('int8');
  expect(await classifier.classifyImages(new Uint8Array(2 * 32 * 32 * 3), 2)).toHaveLength(2);
  classifier.dispose();
});

test('too few held-out images refuse a copy; no images at all are an error, but never of a training', async () => {
  const folder = await aCopy(material.modelFolder);
  const few = { calibration: images, heldOut: images };
  expect(await quantizeAfterTraining(folder, few, tools)).toMatchObject({
    decision: 'refused',
    note: expect.stringContaining('8 held-out images'),
  });
  const none = { calibration: images, heldOut: [] };
  await expect(quantizeClassifier(folder, none, tools)).rejects.toMatchObject({ code: 'dataset-invalid' });
  expect(await quantizeAfterTraining(folder, none, tools)).toMatchObject({ decision: 'failed' });
  const gone = {
    calibration: [{ path: join(folder, 'gone.jpg'), cellClass: 'benign' as const }],
    heldOut: images,
  };
  expect(await quantizeAfterTraining(folder, gone, tools)).toMatchObject({ decision: 'failed' });
});

test('a damaged copy, or one of other weights, is passed over', async () => {
  const damage: Readonly<Record<string, (folder: string) => Promise<void>>> = {
    'one changed byte': async (folder) => {
      const bytes = await readFile(join(folder, 'model.onnx'));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await writeFile(join(folder, 'model.onnx'), bytes);
    },
    'a file cut short': async (folder) => {
      const bytes = await readFile(join(folder, 'model.onnx'));
      await writeFile(join(folder, 'model.onnx'), bytes.subarray(0, 1000));
    },
    'a missing file': (folder) => rm(join(folder, 'model.onnx')),
    'a card that is no JSON': (folder) => writeFile(join(folder, 'engine.json'), '{'),
    'a card of another runtime': async (folder) => {
      const card = JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8')) as object;
      await writeFile(join(folder, 'engine.json'), JSON.stringify({ ...card, onnxRuntimeVersion: '1.0.0' }));
    },
    'a folder in place of the card': async (folder) => {
      await rm(join(folder, 'engine.json'));
      await mkdir(join(folder, 'engine.json'));
    },
  };
  for (const [what, harm] of Object.entries(damage)) {
    const folder = await aCopy(quantized);
    await harm(join(folder, 'int8'));
    const { classifier, isCopyBroken } = await openClassifier(folder);
    expect([what, isCopyBroken, classifier.engine]).toEqual([what, true, expect.stringContaining('fp32')]);
    classifier.dispose();
    await expect(openClassifier(folder, 'int8')).rejects.toMatchObject({ code: 'engine-unavailable' });
  }
  const other = await writeTinyModel(join(await aScratchFolder(), 'other-0.0.2'), 2);
  await cp(join(quantized, 'int8'), join(other, 'int8'), { recursive: true });
  const { classifier, note } = await openClassifier(other);
  expect(note).toContain('other weights');
  classifier.dispose();
});

test('damaged weights are refused though their copy is whole', async () => {
  const folder = await aCopy(quantized);
  await writeFile(join(folder, 'weights.bin'), 'x');
  await expect(openClassifier(folder)).rejects.toMatchObject({ code: 'model-corrupt' });
});

test('the command line says which engine spoke, takes the one that is asked for, and warns of a damaged copy', async () => {
  const folder = await aCopy(quantized);
  const [field = ''] = material.fields;
  const classify = async (...options: readonly string[]) => {
    const { code, stdout, stderr } = await runLab([
      'classify',
      field,
      '--model',
      folder,
      '--json',
      ...options,
    ]);
    const [line] = parseLines(stdout) as readonly { readonly engine: string }[];
    return { code, stderr, engine: line?.engine };
  };
  expect(await classify()).toMatchObject({ code: 0, engine: expect.stringContaining('int8') });
  expect(await classify('--engine', 'fp32')).toMatchObject({ engine: expect.stringContaining('fp32') });
  await writeFile(join(folder, 'int8', 'model.onnx'), 'x');
  expect(await classify()).toMatchObject({
    code: 0,
    engine: expect.stringContaining('fp32'),
    stderr: expect.stringMatching(
      /warning: .*runs in float32, more slowly: its eight-bit copy cannot be used/,
    ),
  });
  expect(await classify('--engine', 'int8')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error [engine-unavailable]'),
  });
});
