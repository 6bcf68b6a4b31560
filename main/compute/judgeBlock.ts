import { judgeMonolayer, type MonolayerJudgement } from '../detection/judgeMonolayer.ts';
import type { WhiteLevel } from '../detection/opticalDensity.ts';
import type { PlannedField } from '../detection/planFields.ts';
import type { JudgedField } from '../detection/rankFields.ts';
import { boxesMeet, type PixelBox } from '../domain/cell.ts';
import { cutRaster } from '../domain/cutRaster.ts';
import { LabError } from '../domain/labError.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { breathe } from './readAhead.ts';
import { chooseMagnification, type Magnification, readScaled, type ScaledRegion } from './readScaled.ts';
import type { ScanTools } from './searchField.ts';

/** Fields are judged with red cells this wide or a little wider. */
const leastRedCellPx = 5;

/** Pixels of a level that are read to judge one field; of a slide without a mid-power level the middle of the
 *  field stands for all of it, but no less than so many red cells. */
const levelEdgePx = 800;
const leastViewRedCells = 12;

/** Neighbouring fields that are judged together, and what they are judged by. */
export interface FieldBlock {
  readonly fields: readonly PlannedField[];
  readonly redCellDiameterPx: number;
  readonly white: WhiteLevel;
}

/** Reads a block of fields at mid power and judges each as a monolayer. Of a slide without a mid-power level each
 *  is read by itself, and the middle stands for the whole of it.
 *  @throws LabError 'file-missing' | 'slide-reader-lost' | 'cancelled' */
export async function judgeBlock(
  source: SlideSource,
  block: FieldBlock,
  tools: Pick<ScanTools, 'signal' | 'other'>,
): Promise<readonly JudgedField[]> {
  const { fields, redCellDiameterPx } = block;
  const at = chooseMagnification(source.info, { widthPx: redCellDiameterPx, leastPx: leastRedCellPx });
  const levelRedCellPx = (redCellDiameterPx * at.factor) / at.scale;
  const viewPx = Math.max(leastViewRedCells, levelEdgePx / levelRedCellPx) * redCellDiameterPx;
  const views = fields.map((field) => ({ field, box: middleOf(field.core, viewPx) }));
  const isWhole = views.every(({ field, box }) => box === field.core);
  const judged: JudgedField[] = [];
  for (const together of isWhole ? [views] : views.map((view) => [view])) {
    const region = await readOrNothing(source, { box: boundsOf(together.map(({ box }) => box)), at }, tools);
    await breathe(tools.signal);
    for (const view of together)
      judged.push({
        field: view.field,
        judgement: tools.other.time(() => judgeView(view.box, region, block)),
      });
  }
  return judged;
}

/** The box, or a square of that edge in its middle where it is larger. */
function middleOf(box: PixelBox, edgePx: number): PixelBox {
  if (box.widthPx <= edgePx && box.heightPx <= edgePx) return box;
  const widthPx = Math.min(box.widthPx, edgePx);
  const heightPx = Math.min(box.heightPx, edgePx);
  return {
    xPx: box.xPx + (box.widthPx - widthPx) / 2,
    yPx: box.yPx + (box.heightPx - heightPx) / 2,
    widthPx,
    heightPx,
  };
}

/** What could not be read cannot be judged; whether it can be searched shows when its turn comes. */
async function readOrNothing(
  source: SlideSource,
  what: { readonly box: PixelBox; readonly at: Magnification },
  { signal }: Pick<ScanTools, 'signal'>,
): Promise<ScaledRegion | undefined> {
  try {
    return await readScaled(source, what, signal);
  } catch (error) {
    if (error instanceof LabError && error.code === 'slide-unreadable') return undefined;
    throw error;
  }
}

function judgeView(
  box: PixelBox,
  region: ScaledRegion | undefined,
  { redCellDiameterPx, white }: FieldBlock,
): MonolayerJudgement | undefined {
  if (region === undefined || region.damaged.some((part) => boxesMeet(part, box))) return undefined;
  const { pixels, scale } = region;
  const xPx = Math.max(0, Math.round((box.xPx - region.xPx) / scale));
  const yPx = Math.max(0, Math.round((box.yPx - region.yPx) / scale));
  const widthPx = Math.max(1, Math.min(pixels.widthPx - xPx, Math.round(box.widthPx / scale)));
  const heightPx = Math.max(1, Math.min(pixels.heightPx - yPx, Math.round(box.heightPx / scale)));
  const view = cutRaster(pixels, { xPx, yPx, widthPx, heightPx });
  return judgeMonolayer(view, { redCellPx: redCellDiameterPx / scale, white });
}

function boundsOf(boxes: readonly PixelBox[]): PixelBox {
  const xPx = Math.min(...boxes.map((box) => box.xPx));
  const yPx = Math.min(...boxes.map((box) => box.yPx));
  const right = Math.max(...boxes.map((box) => box.xPx + box.widthPx));
  const bottom = Math.max(...boxes.map((box) => box.yPx + box.heightPx));
  return { xPx, yPx, widthPx: right - xPx, heightPx: bottom - yPx };
}
