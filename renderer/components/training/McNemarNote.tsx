import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ModelComparison } from '../../../main/domain/gateVerdict.ts';
import { significance } from '../../../main/domain/judgePromotion.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { DifferingBar } from './DifferingBar.tsx';

/** What the items on which the models differ say, in one sentence, and how they split. */
export function McNemarNote(given: {
  readonly comparison: ModelComparison;
  readonly challengerName: string;
  readonly championName: string;
}) {
  const { comparison, challengerName, championName } = given;
  const { t } = useTranslation('training');
  const format = useFormat();
  const { onlyChallengerRight, onlyChampionRight, bothRight, bothWrong, p } = comparison;
  const differing = onlyChallengerRight + onlyChampionRight;
  const figures = { count: differing, p: p < 0.001 ? format.number(0.001, 3) : format.number(p, 3) };
  const sentence =
    differing === 0
      ? t('gate.mcNemar.same')
      : p >= significance
        ? t('gate.mcNemar.chance', figures)
        : onlyChallengerRight > onlyChampionRight
          ? t(p < 0.001 ? 'gate.mcNemar.betterFar' : 'gate.mcNemar.better', figures)
          : t(p < 0.001 ? 'gate.mcNemar.worseFar' : 'gate.mcNemar.worse', figures);
  const parts = [
    [t('gate.mcNemar.bothRight'), bothRight],
    [t('gate.mcNemar.onlyRight', { name: challengerName }), onlyChallengerRight],
    [t('gate.mcNemar.onlyRight', { name: championName }), onlyChampionRight],
    [t('gate.mcNemar.bothWrong'), bothWrong],
  ] as const;
  return (
    <Box component="section" aria-labelledby="gate-mcnemar-title">
      <Typography id="gate-mcnemar-title" variant="h3" component="h2" sx={{ mb: 0.5 }}>
        {t('gate.mcNemar.title')}
      </Typography>
      <Typography variant="body2" sx={{ maxWidth: 760 }}>
        {sentence}
      </Typography>
      {differing > 0 && <DifferingBar comparison={comparison} />}
      <Box component="dl" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5, m: 0, mt: 1 }}>
        {parts.map(([label, count]) => (
          <Box key={label} sx={{ display: 'flex', gap: 0.75, alignItems: 'baseline' }}>
            <Typography component="dt" variant="caption" color="textSecondary">
              {label}
            </Typography>
            <Box component="dd" sx={{ m: 0, fontWeight: 650 }}>
              {format.count(count)}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
