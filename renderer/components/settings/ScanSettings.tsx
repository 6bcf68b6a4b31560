import { Box, Button, FormControlLabel, MenuItem, Stack, Switch, TextField, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { LabSettings } from '../../../main/domain/labSettings.ts';
import { plausibleUm } from '../../../main/domain/pixelSize.ts';
import { cellGoals } from '../../../main/domain/scan.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';
import { lab } from '../../lab.ts';
import { routes } from '../../routes.ts';

/** How slides are scanned, and what happens after a label. */
export function ScanSettings() {
  const { t } = useTranslation('settings');
  const { cellGoal, pixelSizeUm, autoAdvance } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const [, navigate] = useLocation();
  const { data: models } = useQuery({ queryKey: ['models'], queryFn: () => lab.listModels({}) });
  const [sizeText, setSizeText] = useState<string | undefined>();
  const shown = sizeText ?? (pixelSizeUm === 0 ? '' : String(pixelSizeUm));
  const size = shown.trim() === '' ? 0 : Number(shown.replace(',', '.'));
  const isWrong = !(size === 0 || (size >= plausibleUm.least && size <= plausibleUm.most));
  const active = models?.find(({ isActive }) => isActive);
  return (
    <Stack spacing={2} sx={{ maxWidth: 560 }}>
      <TextField
        select
        label={t('scanning.cellGoal')}
        helperText={t('scanning.cellGoalHint')}
        value={cellGoal}
        onChange={(event) =>
          update({ cellGoal: Number(event.target.value) as LabSettings['cellGoal'] }).catch(notify.error)
        }
      >
        <MenuItem value={0}>{t('scanning.cellGoalAll')}</MenuItem>
        {cellGoals.map((goal) => (
          <MenuItem key={goal} value={goal}>
            {t('scanning.cellGoalN', { n: goal })}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label={t('scanning.pixelSize')}
        helperText={isWrong ? t('scanning.pixelSizeWrong') : t('scanning.pixelSizeHint')}
        error={isWrong}
        value={shown}
        onChange={(event) => setSizeText(event.target.value)}
        onBlur={() => {
          if (isWrong) return;
          setSizeText(undefined);
          if (size !== pixelSizeUm) update({ pixelSizeUm: size }).catch(notify.error);
        }}
        slotProps={{ htmlInput: { inputMode: 'decimal' } }}
      />
      <FormControlLabel
        control={
          <Switch
            checked={autoAdvance}
            onChange={(event) => update({ autoAdvance: event.target.checked }).catch(notify.error)}
          />
        }
        label={t('scanning.autoAdvance')}
      />
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Typography>{t('scanning.model', { name: active?.fullName ?? '…' })}</Typography>
        <Button variant="outlined" onClick={() => navigate(routes.training)}>
          {t('scanning.modelLink')}
        </Button>
      </Box>
    </Stack>
  );
}
