import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { GateVerdict } from '../../../main/domain/gateVerdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ControlSetNote } from './ControlSetNote.tsx';
import { GateDecision } from './GateDecision.tsx';
import { GateTable } from './GateTable.tsx';
import { McNemarNote } from './McNemarNote.tsx';
import { ModelMatrices } from './ModelMatrices.tsx';
import { ReliabilitySection } from './ReliabilitySection.tsx';

/** What the gate said of a model: the decision with its reasons, then both models side by side. */
export function VerdictCard({ verdict }: { readonly verdict: GateVerdict }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { comparison, controlSetVersion } = verdict;
  const challenger = measured(verdict.challenger, verdict.challengerFigures);
  const champion = verdict.champion && measured(verdict.champion, verdict.championFigures);
  const plain = (model: NonNullable<typeof challenger>) => ({
    name: model.name,
    figures: model.figures.figures,
  });
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      <GateDecision verdict={verdict} />
      {challenger !== undefined && (
        <>
          <Box component="section" aria-labelledby="gate-figures-title">
            <Typography id="gate-figures-title" variant="h3" component="h2">
              {t('gate.figures', {
                count: challenger.figures.figures.count,
                version: controlSetVersion ?? 0,
              })}
            </Typography>
            {controlSetVersion !== undefined && <ControlSetNote version={controlSetVersion} />}
            <Typography variant="caption" color="textSecondary" component="p" sx={{ mb: 1 }}>
              {t('gate.measuredBy', { person: verdict.person, time: format.dateTime(verdict.at) })}
            </Typography>
            <GateTable challenger={challenger} champion={champion} floor={verdict.floor} />
          </Box>
          {comparison !== undefined && champion !== undefined && (
            <McNemarNote
              comparison={comparison}
              challengerName={challenger.name}
              championName={champion.name}
            />
          )}
          <Box component="section" aria-labelledby="gate-matrix-title">
            <Typography id="gate-matrix-title" variant="h3" component="h2" sx={{ mb: 1 }}>
              {t('matrix.title')}
            </Typography>
            <ModelMatrices
              models={[
                { ...plain(challenger), label: t('figures.thisModel', { name: challenger.name }) },
                ...(champion === undefined
                  ? []
                  : [{ ...plain(champion), label: t('gate.active', { name: champion.name }) }]),
              ]}
            />
          </Box>
          <ReliabilitySection challenger={plain(challenger)} champion={champion && plain(champion)} />
        </>
      )}
    </Box>
  );
}

function measured({ fullName }: GateVerdict['challenger'], figures: GateVerdict['challengerFigures']) {
  return figures === undefined ? undefined : { name: fullName, figures };
}
