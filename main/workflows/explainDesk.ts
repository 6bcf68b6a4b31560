import { LRUCache } from 'lru-cache';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { ExplainCellRequest, ExplainCellResult } from '../compute/messages.ts';
import { findModel } from '../database/models.ts';
import type { Db } from '../database/open.ts';
import { listPlaced } from '../database/placedFields.ts';
import { readCurrentCells } from '../database/readCurrentCells.ts';
import { requireCurrentScan } from '../database/requireCurrentScan.ts';
import { readScan } from '../database/scans.ts';
import { readSlide } from '../database/slides.ts';
import type { CellClass } from '../domain/cellClass.ts';
import type { CellExplanation } from '../domain/cellExplanation.ts';
import type { CellId } from '../domain/ids.ts';
import { LabError } from '../domain/labError.ts';
import { modelFullName } from '../domain/modelFullName.ts';
import type { SlideId } from '../domain/slide.ts';
import { createSharedWork } from '../slides/sharedWork.ts';
import { listStationModels } from './activeModel.ts';
import { refuseOtherContent } from './viewSlide.ts';

/** Explains cells at a station: what was explained once is kept, what two windows ask for is computed once. */
export interface ExplainDesk {
  /** @throws LabError 'slide-unknown' | 'slide-changed' | 'file-missing' | 'slide-unreadable' | 'tile-unreadable';
   *  'argument-invalid' when the cell is not there any more; 'scale-unknown' when its scan had no ruler; 'model-unknown'
   *  when the model of its scan is gone; 'model-corrupt' | 'compute-process-lost' | 'cancelled' */
  explain(order: ExplainOrder, signal: AbortSignal): Promise<CellExplanation>;
}

export interface ExplainOrder {
  readonly slideId: SlideId;
  readonly cellId: CellId;
  /** undefined: the likeliest of the cell as it lies now */
  readonly cellClass: CellClass | undefined;
}

interface ExplainTools {
  readonly db: Db;
  readonly modelsFolder: string;
  readonly compute: ComputeClient;
}

/** Explanations that are kept: a hundred numbers each. */
const mostKept = 500;

export function createExplainDesk(tools: ExplainTools): ExplainDesk {
  const work = createSharedWork<ExplainCellResult>();
  const kept = new LRUCache<string, ExplainCellResult>({ max: mostKept });

  async function compute(key: string, request: ExplainCellRequest, signal: AbortSignal) {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const start = (whenNobodyWaits: AbortSignal) =>
      tools.compute.run('explainCell', request, { signal: whenNobodyWaits });
    const result = await work.run(key, start, { name: request.slide.name, signal });
    kept.set(key, result);
    return result;
  }

  return {
    async explain(order, signal) {
      const { key, request, modelName } = await prepareRequest(tools, order);
      return { ...(await compute(key, request, signal)), modelName, box: request.box, field: request.field };
    },
  };
}

/** What compute must know, and a key that is another wherever the answer could be. */
async function prepareRequest(
  { db, modelsFolder }: ExplainTools,
  { slideId, cellId, cellClass }: ExplainOrder,
): Promise<{ readonly key: string; readonly request: ExplainCellRequest; readonly modelName: string }> {
  const scanId = requireCurrentScan(db, slideId);
  const slide = readSlide(db, slideId);
  const scan = readScan(db, scanId);
  const [cell] = readCurrentCells(db, { cellIds: [cellId] });
  const field = listPlaced(db, scanId).find(({ fieldIndex }) => fieldIndex === cell?.fieldIndex);
  if (cell?.scanId !== scanId || field === undefined)
    throw new LabError('argument-invalid', `The cell ${cellId} is not there any more.`, { slideId, cellId });
  const { redCellDiameterPx } = scan;
  if (redCellDiameterPx === undefined)
    throw new LabError(
      'scale-unknown',
      `The scan of ${slide.name} had no ruler: what the network saw is not known. Scan the slide again.`,
      { slideId },
    );
  const model = findModel(db, scan.modelId);
  const modelName = modelFullName(model);
  const modelFolder = await requireFolder(modelsFolder, { sha256: model.sha256, modelName });
  await refuseOtherContent(db, slide);
  const { name, path, kind } = slide;
  const box = { ...cell.box, xPx: cell.box.xPx + field.xPx, yPx: cell.box.yPx + field.yPx };
  const { fieldIndex, xPx, yPx, widthPx, heightPx } = field;
  const request: ExplainCellRequest = {
    slide: { name, path, kind },
    ...{ modelFolder, fieldIndex, box, redCellDiameterPx, cellClass },
    field: { xPx, yPx, widthPx, heightPx },
  };
  return { key: JSON.stringify([slide.sha256, model.sha256, request]), request, modelName };
}

/** The model that judged the slide, by its weights: another of its name would explain something else. */
async function requireFolder(
  modelsFolder: string,
  { sha256, modelName }: { readonly sha256: string; readonly modelName: string },
): Promise<string> {
  const model = (await listStationModels(modelsFolder)).find((one) => one.sha256 === sha256);
  if (model?.card !== undefined) return model.folder;
  throw new LabError(
    'model-unknown',
    `The model ${modelName}, which judged this slide, is not installed any more. Put its folder back, import it, or scan the slide again with the active model.`,
    { model: modelName },
  );
}
