import { describe, expect, test } from 'vitest';
import { type CellClass, type ClassProbabilities, isBlastLike } from '../../../main/domain/cellClass.ts';
import { canBeOverridden, decide, needsAcknowledgement } from '../../../main/domain/gateVerdict.ts';
import { judgePromotion } from '../../../main/domain/judgePromotion.ts';

const rules = { floor: 0.95, isBlast: isBlastLike };

function sure(cellClass: CellClass): ClassProbabilities {
  return { benign: 0, 'early-pre-b': 0, 'pre-b': 0, 'pro-b': 0, [cellClass]: 1 };
}
const times = <Item>(count: number, item: Item): readonly Item[] => Array.from({ length: count }, () => item);
const truths = [...times(20, 'pre-b'), ...times(20, 'benign')] as readonly CellClass[];
/** Calls so many blasts and benign cells the other; blasts are called benign. */
function missing(blasts: number, benign = 0): readonly ClassProbabilities[] {
  return [
    ...times(blasts, sure('benign')),
    ...times(20 - blasts, sure('pre-b')),
    ...times(benign, sure('pro-b')),
    ...times(20 - benign, sure('benign')),
  ];
}
const reasonsOf = (challenger: readonly ClassProbabilities[], champion?: readonly ClassProbabilities[]) =>
  judgePromotion({ truths, challenger, champion }, rules).reasons.map(({ reason }) => reason);

describe('the promotion gate', () => {
  test('refuses a model that misses more blasts than the lab allows, whatever the other does', () => {
    expect(reasonsOf(missing(1))).toEqual([]);
    expect(reasonsOf(missing(2))).toEqual(['blast-sensitivity-below-floor']);
    expect(reasonsOf(missing(2), missing(20))).toEqual(['blast-sensitivity-below-floor']);
  });

  test('refuses a model that is worse than the active one beyond chance, and no other', () => {
    expect(reasonsOf(missing(0, 5), missing(0))).toEqual([]); // p = 0.0625
    expect(reasonsOf(missing(0, 6), missing(0))).toEqual(['worse-than-champion']); // p = 0.03125
    expect(reasonsOf(missing(0), missing(0, 6))).toEqual([]);
    expect(reasonsOf(missing(2, 6), missing(0))).toEqual([
      'blast-sensitivity-below-floor',
      'worse-than-champion',
    ]);
  });

  test('counts a blast called another kind of blast as found, but not as right', () => {
    const challenger = [...times(20, sure('pro-b')), ...times(20, sure('benign'))];
    const judged = judgePromotion({ truths, challenger, champion: missing(0) }, rules);
    expect(judged.challengerFigures).toMatchObject({
      blastSensitivity: { hits: 20, count: 20, high: 1 },
      blastSpecificity: { hits: 20, count: 20 },
    });
    expect(judged.challengerFigures?.classes).toMatchObject([
      { cellClass: 'benign', sensitivity: { hits: 20, count: 20 }, precision: { hits: 20, count: 20 } },
      { cellClass: 'early-pre-b', sensitivity: { hits: 0, count: 0, low: 0, high: 1 } },
      { cellClass: 'pre-b', sensitivity: { hits: 0, count: 20 }, precision: { hits: 0, count: 0 } },
      { cellClass: 'pro-b', sensitivity: { hits: 0, count: 0 }, precision: { hits: 0, count: 20 } },
    ]);
    expect(judged.comparison).toMatchObject({ bothRight: 20, onlyChampionRight: 20, onlyChallengerRight: 0 });
    expect(judged.reasons.map(({ reason }) => reason)).toEqual(['worse-than-champion']);
  });

  test('counts as blast what the lab counts as blast', () => {
    const isBlast = (cellClass: CellClass) => cellClass === 'pro-b';
    const judged = judgePromotion(
      { truths, challenger: missing(0), champion: undefined },
      { floor: 0.9, isBlast },
    );
    expect(judged.challengerFigures?.blastSpecificity).toMatchObject({ hits: 40, count: 40 });
    expect(judged.reasons).toMatchObject([{ reason: 'blast-sensitivity-below-floor' }]);
  });
});

test('a refusal by figures can be overridden, a damaged model cannot, a missing control set wants a word', () => {
  const decisions = [
    [],
    ['no-champion', 'challenger-made-before-lock'],
    ['no-control-set'],
    ['no-control-set', 'model-damaged'],
    ['blast-sensitivity-below-floor'],
    ['worse-than-champion', 'test-vectors-differ'],
  ] as const;
  const seen = decisions.map((reasons) => {
    const verdict = { decision: decide(reasons), reasons: reasons.map((reason) => ({ reason, detail: '' })) };
    return [verdict.decision, canBeOverridden(verdict)];
  });
  expect(seen).toEqual([
    ['allowed', false],
    ['allowed', false],
    ['unmeasured', false],
    ['refused', false],
    ['refused', true],
    ['refused', false],
  ]);
  const model = { fullName: 'a-1.0.0', sha256: '', isShipped: false };
  expect(needsAcknowledgement({ decision: 'unmeasured', challenger: model })).toBe(true);
  expect(needsAcknowledgement({ decision: 'unmeasured', challenger: { ...model, isShipped: true } })).toBe(
    false,
  );
});
