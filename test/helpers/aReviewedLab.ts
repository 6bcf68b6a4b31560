import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputeClient } from '../../main/compute/computeClient.ts';
import type { ComputeProgress, RunTestVectorsRequest } from '../../main/compute/messages.ts';
import { appendReview } from '../../main/database/appendReview.ts';
import { listCells } from '../../main/database/cells.ts';
import { findOrCreateSlide } from '../../main/database/findOrCreateSlide.ts';
import { registerModel } from '../../main/database/models.ts';
import type { Db } from '../../main/database/open.ts';
import { recordScan } from '../../main/database/recordScan.ts';
import { updateSettings } from '../../main/database/settings.ts';
import { cellClasses } from '../../main/domain/cellClass.ts';
import { LabError } from '../../main/domain/labError.ts';
import type { Figures } from '../../main/domain/modelCard.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { type TestVector, testVectorsSchema } from '../../main/domain/testVectors.ts';
import type { TrainingRequest } from '../../main/domain/trainingRequest.ts';
import { hashSlide } from '../../main/slides/hashSlide.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { type StationFolders, stationFoldersIn } from '../../main/workflows/stationFolders.ts';
import { aModelCard as aMeasuredCard } from './aModelCard.ts';
import { aCell, aField, aModelCard, aScan, sha256Of } from './labRecords.ts';
import { aTempFolder, openTempDatabase } from './openTempDatabase.ts';

/** A lab on disk whose slides are small pictures, each scanned, its cells not yet reviewed. */
export async function aScannedLab({ slideCount = 1, cellsPerSlide = 4 } = {}): Promise<{
  readonly db: Db;
  readonly folders: StationFolders;
  readonly slideIds: readonly SlideId[];
}> {
  const data = aTempFolder();
  const db = openTempDatabase(join(data, 'lab.db'));
  updateSettings(db, { person: { name: 'Ada', role: 'haematologist' } });
  const { id: modelId } = registerModel(db, aModelCard());
  const slideIds: SlideId[] = [];
  const size = { widthPx: 40 * cellsPerSlide, heightPx: 40 };
  for (let index = 0; index < slideCount; index += 1) {
    const path = join(data, 'slides', `smear-${index + 1}`);
    await mkdir(path, { recursive: true });
    await sharp(paintSmear(size, index), {
      raw: { width: size.widthPx, height: size.heightPx, channels: 3 },
    }).toFile(join(path, 'field-1.png'));
    const entry = { name: `smear-${index + 1}`, path, kind: 'field-folder' } as const;
    const { id: slideId } = findOrCreateSlide(db, { ...entry, ...(await hashSlide(entry)) });
    const cells = Array.from({ length: cellsPerSlide }, (_, at) =>
      aCell({ xPx: at * 40 + 5, yPx: 5, widthPx: 30, heightPx: 30 }),
    );
    const fields = [aField({ name: 'field-1.png', ...size })];
    recordScan(db, aScan({ slideId, modelId, fields, cells, redCellDiameterPx: 3 }));
    slideIds.push(slideId);
  }
  const folders = stationFoldersIn(data);
  return { db, folders, slideIds };
}

/** No two columns near each other are alike, so that every cell is another picture. */
function paintSmear({ widthPx, heightPx }: Record<'widthPx' | 'heightPx', number>, shade: number): Buffer {
  return Buffer.from(
    Array.from({ length: widthPx * heightPx }, (_, at) => [(at % widthPx) % 256, 150, 50 + shade]).flat(),
  );
}

/** Gives every cell of some slides a class, the four in turn. */
export function reviewAll(db: Db, slideIds: readonly SlideId[]): void {
  for (const slideId of slideIds)
    for (const [at, { id }] of listCells(db, slideId).entries())
      appendReview(db, { cellId: id, reviewer: 'Ada', verdict: cellClasses[at % 4] ?? 'benign' });
}

/** A model folder that is what its card says, though no network. @returns its SHA-256 */
export function installModel(modelsFolder: string, name: string, version = '1.0.0'): string {
  const folder = join(modelsFolder, `${name}-${version}`);
  mkdirSync(folder, { recursive: true });
  const weights = `weights of ${name} ${version}`;
  writeFileSync(join(folder, 'weights.bin'), weights);
  writeFileSync(join(folder, 'card.json'), JSON.stringify(aModelCard({ name, version }, weights)));
  return sha256Of(weights);
}

export const someFigures: Figures = (() => {
  const [evaluation] = aMeasuredCard().evaluations;
  if (evaluation === undefined) throw new Error('The card has no evaluation');
  return evaluation.figures;
})();

/** The compute process as a training sees it: what it was asked for, and what the test lets it answer. */
export interface FakeCompute {
  readonly client: ComputeClient;
  readonly asked: readonly { readonly job: string; readonly request: unknown }[];
  /** Resolves when a training was begun. */
  whenTraining(): Promise<TrainingRequest>;
  progress(progress: ComputeProgress): void;
  /** The training ends with a model in its folder. */
  finish(): void;
  fail(error: Error): void;
}

/** @param evaluate what measuring a model comes to */
export function aFakeCompute(evaluate: () => Figures = () => someFigures): FakeCompute {
  const asked: { readonly job: string; readonly request: unknown }[] = [];
  let training:
    | {
        readonly request: TrainingRequest;
        readonly resolve: (result: unknown) => void;
        readonly reject: (error: Error) => void;
        readonly onProgress: ((progress: ComputeProgress) => void) | undefined;
      }
    | undefined;
  const requireTraining = () => {
    if (training === undefined) throw new Error('No training was begun');
    return training;
  };
  const run = async (job: string, request: unknown, options: Parameters<ComputeClient['run']>[2] = {}) => {
    asked.push({ job, request });
    if (job === 'evaluateModel') return { figures: evaluate(), failures: [], predictions: [], proposals: [] };
    if (job === 'runTestVectors') return readKeptVectors((request as RunTestVectorsRequest).modelFolder);
    if (job !== 'trainModel') throw new Error(`Nobody asks for ${job}`);
    const begun = Promise.withResolvers<unknown>();
    const { onProgress, signal } = options;
    training = { ...begun, request: request as TrainingRequest, onProgress };
    signal?.addEventListener('abort', () => begun.reject(new LabError('cancelled', 'Stopped.')));
    return begun.promise.finally(() => {
      training = undefined;
    });
  };
  return {
    client: { run: run as ComputeClient['run'], dispose: async () => undefined },
    asked,
    async whenTraining() {
      while (training === undefined) await new Promise((resume) => setTimeout(resume, 5));
      return training.request;
    },
    progress: (progress) => requireTraining().onProgress?.(progress),
    finish() {
      const { request, resolve } = requireTraining();
      const modelFolder = request.outputFolder;
      installModel(join(modelFolder, '..'), request.name, request.version);
      resolve({ modelFolder, chosenEpoch: 2, validationFigures: someFigures, testFigures: someFigures });
    },
    fail: (error) => requireTraining().reject(error),
  };
}

/** What a model gives that computes as it always did: what was kept beside it, if anything was. */
function readKeptVectors(modelFolder: string): readonly TestVector[] {
  const path = join(modelFolder, 'test-vectors.json');
  if (!existsSync(path)) return [];
  return testVectorsSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).vectors;
}
