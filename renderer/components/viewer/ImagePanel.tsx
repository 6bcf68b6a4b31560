import { Box, Button, Slider, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import { asScanned, type ImageLook } from './imageLook.ts';

const ranges = {
  brightness: { min: 0.4, max: 1.8 },
  contrast: { min: 0.4, max: 2.2 },
  gamma: { min: 0.4, max: 2.5 },
} as const;
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
            value={look[name]}
            {...ranges[name]}
            step={0.05}
            onChange={(_event, value) => onChange({ ...look, [name]: Array.isArray(value) ? 1 : value })}
          />
          <Typography variant="caption" sx={{ textAlign: 'right' }}>
            {format.number(look[name])}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
