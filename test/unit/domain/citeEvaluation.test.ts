import { expect, test } from 'vitest';
import { citeEvaluation } from '../../../main/domain/citeEvaluation.ts';
import { formatModelCard } from '../../../main/domain/formatModelCard.ts';
import { modelCardSchema } from '../../../main/domain/modelCard.ts';
import { aModelCard } from '../../helpers/aModelCard.ts';

const onOtherStains = aModelCard({
  evaluations: aModelCard().evaluations.map((one) => ({ ...one, protocol: 'stain_fold 0, test part' })),
  baselines: [{ name: 'colour', protocol: 'stain_fold 0, test part', accuracy: 0.86, benignRecall: 0.57 }],
});

test('figures of the same recipe on held-out stains stand on the card, marked as of other weights', () => {
  const card = citeEvaluation(aModelCard(), onOtherStains);
  expect(card.evaluations.map((one) => [one.protocol, one.ofTheseWeights])).toEqual([
    ['random_fold 0, test part', true],
    ['stain_fold 0, test part', false],
  ]);
  expect(card.baselines).toHaveLength(2);
  expect(modelCardSchema.safeParse(card).success).toBe(true);
  expect(formatModelCard(card)).toContain('not the weights in this folder');
});

test('citing twice adds nothing', () => {
  const once = citeEvaluation(aModelCard(), onOtherStains);
  expect(citeEvaluation(once, onOtherStains)).toEqual(once);
});

test('another recipe cannot be cited', () => {
  const wider = aModelCard({ architecture: { ...aModelCard().architecture, widthMultiplier: 0.5 } });
  expect(() => citeEvaluation(aModelCard(), wider)).toThrow(/width differs/);
});
