import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Figures } from '../../../main/domain/modelCard.ts';
import { overallReliability } from '../../../main/domain/reliability.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ReliabilityPlot } from './ReliabilityPlot.tsx';
import { ModelGlyph } from './WhiskerPlot.tsx';

/** Whether the models are as often right as they say: a plot, and one sentence a model. Nothing where no bins were kept. */
export function ReliabilitySection(given: {
  readonly challenger: { readonly name: string; readonly figures: Figures };
  readonly champion: { readonly name: string; readonly figures: Figures } | undefined;
}) {
  const { challenger, champion } = given;
  const { t } = useTranslation('training');
  const bins = challenger.figures.reliability;
  if (bins === undefined) return null;
  return (
    <Box component="section" aria-labelledby="reliability-title">
      <Typography id="reliability-title" variant="h3" component="h2" sx={{ mb: 0.5 }}>
        {t('reliability.title')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4, rowGap: 1, alignItems: 'flex-start' }}>
        <Box sx={{ width: 340 }}>
          <ReliabilityPlot challenger={bins} champion={champion?.figures.reliability} />
        </Box>
        <Box sx={{ display: 'grid', gap: 1, maxWidth: 420, pt: 1 }}>
          <Sentence side="challenger" {...challenger} />
          {champion !== undefined && <Sentence side="champion" {...champion} />}
          <Typography variant="caption" color="textSecondary">
            {t('reliability.how')}
          </Typography>
        </Box>
      </Box>
    </Box>
  );
}

function Sentence(given: {
  readonly side: 'challenger' | 'champion';
  readonly name: string;
  readonly figures: Figures;
}) {
  const { side, name, figures } = given;
  const { t } = useTranslation('training');
  const format = useFormat();
  const overall = overallReliability(figures.reliability ?? []);
  if (overall === undefined) return null;
  return (
    <Typography variant="body2">
      <Box component="span" sx={{ mr: 0.75 }}>
        <ModelGlyph side={side} />
      </Box>
      {t('reliability.sentence', {
        name,
        confidence: format.percent(overall.confidence),
        accuracy: format.percent(overall.accuracy),
        error: format.number(figures.expectedCalibrationError, 3),
      })}
    </Typography>
  );
}
