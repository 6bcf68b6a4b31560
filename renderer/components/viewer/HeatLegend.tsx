import { Box } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { heatColour } from './heatMap.ts';

const stops = Array.from({ length: 9 }, (_, at) => {
  const [red, green, blue] = heatColour(at / 8);
  return `rgb(${red} ${green} ${blue}) ${(at * 100) / 8}%`;
});

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
          background: `linear-gradient(90deg, ${stops.join(', ')})`,
        }}
      />
      <Box sx={{ display: 'flex', justifyContent: 'space-between' }}>
        <span>{t('heatLegend.low')}</span>
        <span>{t('heatLegend.high')}</span>
      </Box>
    </Box>
  );
}
