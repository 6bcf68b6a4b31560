import type { WhiteLevel } from '../detection/opticalDensity.ts';
import type { PlannedField } from '../detection/planFields.ts';
import { isEmptyField, type JudgedField, rankFields } from '../detection/rankFields.ts';
import { spreadTurn } from '../detection/spreadTurn.ts';
import { runAhead } from '../domain/runAhead.ts';
import type { SlideSource } from '../slides/slideSource.ts';
import { judgeBlock } from './judgeBlock.ts';
import type { ScanTools } from './searchField.ts';

/** What decides about the order of a slide's fields. */
export interface OrderedSlide {
  /** in the order of the slide */
  readonly candidates: readonly PlannedField[];
  readonly redCellDiameterPx: number;
  readonly white: WhiteLevel;
}

/** Fields to look at next, in that order. */
export interface FieldBatch {
  readonly fields: readonly PlannedField[];
  /** candidates that turned out to be empty since the last batch */
  readonly emptyCount: number;
}

/** Neighbouring fields are read in one: blocks of three by three, 0.8 megapixels at mid power. */
const blockFields = 3;

/** Blocks that are judged before the best of them are looked at: some 250 fields, seconds. A scan that stops at a
 *  hundred cells needs no judgement of ten thousand fields. */
const roundBlocks = 28;

/** A field at least this good does not wait until all others have been judged. */
const goodScore = 0.5;

/** The fields of a continuous slide, the best monolayer first, in batches: some fields from all over the slide are
 *  judged at mid power, the good ones of them come at once, and the others when all have been judged.
 *  @throws LabError 'file-missing' | 'cancelled' */
export async function* orderFields(
  source: SlideSource,
  slide: OrderedSlide,
  tools: Pick<ScanTools, 'signal' | 'other'>,
): AsyncGenerator<FieldBatch> {
  const others: JudgedField[] = [];
  const blocks = cutIntoBlocks(slide.candidates);
  for (let first = 0; first < blocks.length; first += roundBlocks) {
    const judged: JudgedField[] = [];
    const judge = (fields: readonly PlannedField[]) => judgeBlock(source, { ...slide, fields }, tools);
    for await (const ofBlock of runAhead(blocks.slice(first, first + roundBlocks), 1, judge))
      judged.push(...ofBlock);
    const filled = judged.filter((one) => !isEmptyField(one));
    others.push(...filled.filter((one) => !isGood(one)));
    yield { fields: rankFields(filled.filter(isGood)), emptyCount: judged.length - filled.length };
  }
  yield { fields: rankFields(others), emptyCount: 0 };
}

function isGood({ judgement }: JudgedField): boolean {
  return judgement !== undefined && judgement.score >= goodScore;
}

/** Blocks of neighbouring candidates, in an order in which the first few come from all over the slide. */
function cutIntoBlocks(candidates: readonly PlannedField[]): readonly (readonly PlannedField[])[] {
  const edgePx =
    blockFields * candidates.reduce((most, { core }) => Math.max(most, core.widthPx, core.heightPx), 1);
  const blocks = Map.groupBy(
    candidates,
    ({ core }) => `${Math.floor(core.xPx / edgePx)} ${Math.floor(core.yPx / edgePx)}`,
  );
  return [...blocks.values()]
    .map((fields, index) => ({ fields, turn: spreadTurn(index) }))
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ fields }) => fields);
}
