import fc from 'fast-check';
import { intersectionOverUnion, type PixelBox } from '../../../main/domain/cell.ts';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import { verdicts } from '../../../main/domain/verdict.ts';

/* What labelling has to come to, in the plainest way: cells in a list, and a copy of the list before and after each
 * action. */

/** A cell that is there; box on the slide. */
export interface ModelCell {
  readonly id: number;
  readonly field: number;
  readonly box: PixelBox;
  readonly verdict: Verdict | undefined;
  readonly reviewer: string | undefined;
}

export interface LabelModel {
  readonly cells: readonly ModelCell[];
  /** the cells before and after each action that can be undone, or done again */
  readonly undo: readonly Step[];
  readonly redo: readonly Step[];
  readonly sighted: ReadonlySet<number>;
}

interface Step {
  readonly before: readonly ModelCell[];
  readonly after: readonly ModelCell[];
}

export function act(model: LabelModel, after: readonly ModelCell[]): LabelModel {
  return { ...model, cells: after, undo: [...model.undo, { before: model.cells, after }], redo: [] };
}

export function undo(model: LabelModel): LabelModel | undefined {
  const step = model.undo.at(-1);
  if (step === undefined) return undefined;
  return { ...model, cells: step.before, undo: model.undo.slice(0, -1), redo: [...model.redo, step] };
}

export function redo(model: LabelModel): LabelModel | undefined {
  const step = model.redo.at(-1);
  if (step === undefined) return undefined;
  return { ...model, cells: step.after, undo: [...model.undo, step], redo: model.redo.slice(0, -1) };
}

/** Which cell each label means: the pair that fits best first, every cell and label once. */
export function matchByHand(
  cells: readonly ModelCell[],
  labels: readonly { readonly field: number; readonly box: PixelBox }[],
): ReadonlyMap<number, ModelCell> {
  const pairs = labels
    .flatMap((label, at) =>
      cells
        .filter(({ field }) => field === label.field)
        .map((cell) => ({ at, cell, shared: intersectionOverUnion(cell.box, label.box) })),
    )
    .filter(({ shared }) => shared >= 0.5)
    .sort((a, b) => b.shared - a.shared || a.at - b.at || a.cell.id - b.cell.id);
  const matched = new Map<number, ModelCell>();
  for (const { at, cell } of pairs)
    if (!matched.has(at) && ![...matched.values()].includes(cell)) matched.set(at, cell);
  return matched;
}

export const verbs = [
  'label',
  'label',
  'bulk',
  'draw',
  'reshape',
  'delete',
  'merge',
  'split',
  'import',
  'undo',
  'undo',
  'redo',
  'see',
  'reopen',
] as const;

/** One step of a person: which verb, on which cells (picked among those that are there), where. */
export const stepArbitrary = fc.record({
  verb: fc.constantFrom(...verbs),
  picks: fc.array(fc.nat(), { minLength: 2, maxLength: 4 }),
  places: fc.array(
    fc.record({
      field: fc.nat(1),
      xPx: fc.nat(1900),
      yPx: fc.nat(1400),
      widthPx: fc.integer({ min: 20, max: 60 }),
      heightPx: fc.integer({ min: 20, max: 60 }),
    }),
    { minLength: 2, maxLength: 3 },
  ),
  verdict: fc.option(fc.constantFrom(...verdicts), { nil: undefined }),
  person: fc.constantFrom('Ada', 'Ben'),
});
export type LabStep = typeof stepArbitrary extends fc.Arbitrary<infer One> ? One : never;
