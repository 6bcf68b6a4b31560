import { type CellClass, type ClassProbabilities, isBlastLike } from '../../main/domain/cellClass.ts';
import { decide, type GateVerdict } from '../../main/domain/gateVerdict.ts';
import { judgePromotion } from '../../main/domain/judgePromotion.ts';

const truths: readonly CellClass[] = (['benign', 'early-pre-b', 'pre-b', 'pro-b'] as const).flatMap(
  (cellClass) => Array.from({ length: 30 }, () => cellClass),
);

/** Every answer right but for so many blasts that are called benign. */
function answers(missedBlasts: number): readonly ClassProbabilities[] {
  let left = missedBlasts;
  return truths.map((truth, at) => {
    const isMissed = truth !== 'benign' && left > 0;
    if (isMissed) left -= 1;
    const said = isMissed ? 'benign' : truth;
    // surer of some than of others, and less sure where it is wrong
    const top = isMissed ? 0.46 + (at % 4) * 0.08 : 0.56 + ((at * 7) % 10) * 0.048;
    const rest = (1 - top) / 3;
    return { benign: rest, 'early-pre-b': rest, 'pre-b': rest, 'pro-b': rest, [said]: top };
  });
}

/** A verdict on 90 blasts and 30 benign cells, judged by the gate's own rule.
 *  @param missed blasts that the new and the active model call benign */
export function aGateVerdict(
  missed: { readonly challenger: number; readonly champion: number },
  part: Partial<GateVerdict> = {},
): GateVerdict {
  const judged = judgePromotion(
    { truths, challenger: answers(missed.challenger), champion: answers(missed.champion) },
    { floor: 0.95, isBlast: isBlastLike },
  );
  return {
    id: '00000000-0000-7000-8000-000000000001',
    challenger: { fullName: 'mine-1.1.0', sha256: 'a'.repeat(64), isShipped: false },
    champion: { fullName: 'blast-classifier-1.0.0', sha256: 'b'.repeat(64), isShipped: true },
    controlSetVersion: 3,
    decision: decide(judged.reasons.map(({ reason }) => reason)),
    floor: 0.95,
    blastClasses: ['early-pre-b', 'pre-b', 'pro-b'],
    ...judged,
    person: 'A. Reader',
    at: '2026-11-25T08:00:00.000Z',
    ...part,
  };
}

/** What a lab without a control set is told. */
export function anUnmeasuredVerdict(): GateVerdict {
  const { challenger, id, floor, blastClasses, person, at } = aGateVerdict({ challenger: 0, champion: 0 });
  return {
    ...{ challenger, id, floor, blastClasses, person, at, decision: 'unmeasured' },
    reasons: [{ reason: 'no-control-set', detail: 'this lab has locked no control set' }],
  };
}
