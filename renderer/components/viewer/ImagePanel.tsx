import { Box, Button, Slider, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import { inColumns } from '../../theme.ts';
import { asScanned, type ImageLook } from './imageLook.ts';

/** How far each goes, as a power of 2 to either side: as scanned is in the middle. */
const reach = { brightness: 0.85, contrast: 1.15, gamma: 1.3 } as const;
const names = ['brightness', 'contrast', 'gamma'] as const;

/** Brightness, contrast and gamma of the picture. */
export function ImagePanel(given: {
  readonly look: ImageLook;
  readonly onChange: (look: ImageLook) => void;
}) {
  const { look, onChange } = given;
  const { t } = useTranslation('viewer');
  const format = useFormat();
  const isChanged = names.some((name) => look[name] !== 1);
  return (
    <Box component="section" aria-label={t('panel.image')} sx={{ p: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 30 }}>
        <Typography variant="h3" component="h2" sx={{ flex: 1 }}>
          {t('panel.image')}
        </Typography>
        {isChanged && <Button onClick={() => onChange(asScanned)}>{t('panel.resetImage')}</Button>}
      </Box>
      {names.map((name) => (
        <Box
          key={name}
          sx={{ display: 'grid', gridTemplateColumns: '88px 1fr 4ch', gap: 1.5, alignItems: 'center' }}
        >
          <Typography variant="caption">{t(`panel.${name}`)}</Typography>
          <Slider
            size="small"
            aria-label={t(`panel.${name}`)}
            value={Math.log2(look[name])}
            min={-reach[name]}
            max={reach[name]}
            step={0.05}
            getAriaValueText={() => format.number(look[name])}
            onChange={(_event, value) => onChange({ ...look, [name]: powerOf2(value as number) })}
          />
          <Typography variant="caption" sx={{ ...inColumns, textAlign: 'right' }}>
            {format.number(look[name])}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

/** To two places, as it is shown; the middle is 1 itself. */
function powerOf2(value: number): number {
  return Math.round(2 ** value * 100) / 100;
}
