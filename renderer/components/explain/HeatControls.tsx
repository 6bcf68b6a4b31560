import { Box, MenuItem, Slider, TextField, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { type CellClass, cellClasses } from '../../../main/domain/cellClass.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { inColumns } from '../../theme.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { heatGradient } from '../common/heatGradient.ts';

/** Which class is explained, what the colours mean, and how much of the picture shows through. */
export function HeatControls(given: {
  readonly chosen: CellClass | undefined;
  readonly onChoose: (cellClass: CellClass) => void;
  readonly opacity: number;
  readonly onOpacity: (opacity: number) => void;
}) {
  const { chosen, onChoose, opacity, onOpacity } = given;
  const { t } = useTranslation('explain');
  const format = useFormat();
  return (
    <Box sx={{ display: 'grid', gap: 0.75 }}>
      <Box>
        <Box
          sx={{
            height: 10,
            borderRadius: 1,
            border: 1,
            borderColor: 'divider',
            background: heatGradient,
          }}
        />
        <Box sx={{ display: 'flex', justifyContent: 'space-between', fontSize: 12 }}>
          <span>{t('legend.low')}</span>
          <span>{t('legend.high')}</span>
        </Box>
      </Box>
      <TextField
        select
        size="small"
        label={t('classes')}
        value={chosen ?? ''}
        onChange={({ target }) => {
          const cellClass = cellClasses.find((one) => one === target.value);
          if (cellClass !== undefined) onChoose(cellClass);
        }}
        sx={{ mt: 0.75 }}
      >
        {cellClasses.map((one) => (
          <MenuItem key={one} value={one}>
            <ClassMark verdict={one} />
          </MenuItem>
        ))}
      </TextField>
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'auto 1fr 5ch', gap: 1.5, alignItems: 'center', px: 0.5 }}
      >
        <Typography variant="caption">{t('opacity')}</Typography>
        <Slider
          size="small"
          aria-label={t('opacity')}
          value={opacity}
          min={0}
          max={1}
          step={0.05}
          getAriaValueText={() => format.percent(opacity, 0)}
          onChange={(_event, value) => onOpacity(value as number)}
        />
        <Typography variant="caption" sx={{ ...inColumns, textAlign: 'right' }}>
          {format.percent(opacity, 0)}
        </Typography>
      </Box>
    </Box>
  );
}
