import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { GateVerdict } from '../../../main/domain/gateVerdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ConfusionMatrix } from './ConfusionMatrix.tsx';
import { GateDecision } from './GateDecision.tsx';
import { GateTable } from './GateTable.tsx';
import { McNemarNote } from './McNemarNote.tsx';

/** What the gate said of a model: the decision with its reasons, then both models side by side. */
export function VerdictCard({ verdict }: { readonly verdict: GateVerdict }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { challenger, champion, challengerFigures, championFigures, comparison } = verdict;
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      <GateDecision verdict={verdict} />
      {challengerFigures !== undefined && (
        <>
          <Box component="section" aria-labelledby="gate-figures-title">
            <Typography id="gate-figures-title" variant="h3" component="h2">
              {t('gate.figures', {
                count: challengerFigures.figures.count,
                version: verdict.controlSetVersion ?? 0,
              })}
            </Typography>
            <Typography variant="caption" color="textSecondary" component="p" sx={{ mb: 1 }}>
              {t('gate.measuredBy', { person: verdict.person, time: format.dateTime(verdict.at) })}
            </Typography>
            <GateTable verdict={verdict} />
          </Box>
          {comparison !== undefined && champion !== undefined && (
            <McNemarNote
              comparison={comparison}
              challengerName={challenger.fullName}
              championName={champion.fullName}
            />
          )}
          <Box component="section" aria-labelledby="gate-matrix-title">
            <Typography id="gate-matrix-title" variant="h3" component="h2" sx={{ mb: 1 }}>
              {t('matrix.title')}
            </Typography>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4, rowGap: 2 }}>
              <Box>
                <Typography variant="body2">
                  {t('figures.thisModel', { name: challenger.fullName })}
                </Typography>
                <ConfusionMatrix figures={challengerFigures.figures} modelName={challenger.fullName} />
              </Box>
              {championFigures !== undefined && champion !== undefined && (
                <Box>
                  <Typography variant="body2">{t('gate.active', { name: champion.fullName })}</Typography>
                  <ConfusionMatrix figures={championFigures.figures} modelName={champion.fullName} />
                </Box>
              )}
            </Box>
          </Box>
        </>
      )}
    </Box>
  );
}
