import { Box } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { heatGradient } from '../common/heatGradient.ts';

/** What the colours of the heat map mean. */
export function HeatLegend() {
  const { t } = useTranslation('viewer');
  return (
    <Box
      sx={{
        position: 'absolute',
        left: 12,
        top: 12,
        px: 1,
        py: 0.75,
        borderRadius: 1,
        bgcolor: 'rgba(255,255,255,0.9)',
        color: '#111418',
        fontSize: 12,
      }}
    >
      <Box
        sx={{
          width: 160,
          height: 8,
          borderRadius: 1,
          background: heatGradient,
        }}
      />
      <Box sx={{ display: 'flex', justifyContent: 'space-between' }}>
        <span>{t('heatLegend.low')}</span>
        <span>{t('heatLegend.high')}</span>
      </Box>
    </Box>
  );
}
