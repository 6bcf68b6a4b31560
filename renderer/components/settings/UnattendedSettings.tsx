import { Box, FormControlLabel, Stack, Switch, TextField, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { type ScanHours, scanHoursSchema } from '../../../main/domain/scanHours.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';
import { NumberField } from './NumberField.tsx';

/** What the switch begins with: the night of most laboratories. */
const usualNight: ScanHours = { from: '20:00', to: '06:00' };

/** When slides are scanned that nobody waits for, and what a scan may take. */
export function UnattendedSettings() {
  const { t } = useTranslation('settings');
  const { scanHours, leastFreeDiskGb, stallMinutes, memoryLimitGb } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const save = (change: Parameters<typeof update>[0]) => void update(change).catch(notify.error);
  return (
    <Stack spacing={2} sx={{ maxWidth: 560, mt: 3 }}>
      <Typography variant="h3">{t('unattended.title')}</Typography>
      <Box>
        <FormControlLabel
          sx={{ ml: 0 }}
          control={
            <Switch
              checked={scanHours !== 'always'}
              onChange={(event) => save({ scanHours: event.target.checked ? usualNight : 'always' })}
            />
          }
          label={t('unattended.onlyHours')}
        />
        <Typography variant="body2" color="text.secondary">
          {t('unattended.onlyHoursHint')}
        </Typography>
      </Box>
      {scanHours !== 'always' && (
        <HoursFields hours={scanHours} onSave={(hours) => save({ scanHours: hours })} />
      )}
      <NumberField
        label={t('unattended.freeDisk')}
        help={t('unattended.freeDiskHint')}
        hint={t('unattended.freeDiskWrong')}
        value={leastFreeDiskGb}
        isRight={(value) => value >= 0 && value <= 10_000}
        onSave={(value) => save({ leastFreeDiskGb: value })}
      />
      <NumberField
        label={t('unattended.stall')}
        help={t('unattended.stallHint')}
        hint={t('unattended.stallWrong')}
        value={stallMinutes}
        isRight={(value) => value >= 0.5 && value <= 1440}
        onSave={(value) => save({ stallMinutes: value })}
      />
      <NumberField
        label={t('unattended.memory')}
        help={t('unattended.memoryHint')}
        hint={t('unattended.memoryWrong')}
        value={memoryLimitGb}
        isRight={(value) => value === 0 || (value >= 1 && value <= 10_000)}
        onSave={(value) => save({ memoryLimitGb: value })}
      />
    </Stack>
  );
}

/** Two times of day; hours that are none are said and not saved. */
function HoursFields({
  hours,
  onSave,
}: {
  readonly hours: ScanHours;
  readonly onSave: (hours: ScanHours) => void;
}) {
  const { t } = useTranslation('settings');
  const change = (part: Partial<ScanHours>) => {
    const read = scanHoursSchema.safeParse({ ...hours, ...part });
    if (read.success) onSave(read.data);
  };
  const field = (name: keyof ScanHours) => (
    <TextField
      key={`${name} ${hours[name]}`}
      type="time"
      label={t(`unattended.${name}`)}
      defaultValue={hours[name]}
      onBlur={(event) => {
        if (event.target.value !== hours[name]) change({ [name]: event.target.value });
      }}
      slotProps={{ inputLabel: { shrink: true } }}
      // the browser's own clock sign is dark unless it is told
      sx={{ width: 160, '& input': (theme) => ({ colorScheme: theme.palette.mode }) }}
    />
  );
  return (
    <Stack direction="row" spacing={2}>
      {field('from')}
      {field('to')}
    </Stack>
  );
}
