import {
  Box,
  Button,
  Checkbox,
  MenuItem,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Tooltip,
} from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import {
  type ClassSetting,
  type ClassSettings,
  defaultLabSettings,
  findKeyConflicts,
  type MarkShape,
  markShapes,
} from '../../../main/domain/labSettings.ts';
import { isCountedVerdict, verdicts } from '../../../main/domain/verdict.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { MarkGlyph } from '../common/ClassMark.tsx';
import { isWeakColour } from './colourContrast.ts';

/** Names, colours, shapes and keys of what a cell can be called. What fits is saved at once; a key that is taken is
 *  said at once and saved only when it is free. */
export function ClassTable() {
  const { t } = useTranslation('settings');
  const { classes } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const names = useVerdictNames();
  const [draft, setDraft] = useState<ClassSettings>(classes);
  useEffect(() => setDraft(classes), [classes]);
  const conflicts = findKeyConflicts(draft);

  const change = (verdict: Verdict, part: Partial<ClassSetting>) => {
    const next: ClassSettings = { ...draft, [verdict]: { ...draft[verdict], ...part } };
    setDraft(next);
    if (findKeyConflicts(next).length === 0) update({ classes: next }).catch(notify.error);
  };
  const conflictOf = (verdict: Verdict): Verdict | undefined => {
    const pair = conflicts.find((one) => one.includes(verdict));
    return pair?.find((one) => one !== verdict);
  };
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table size="small" sx={{ maxWidth: 900 }}>
        <TableHead>
          <TableRow>
            <TableCell>{t('classes.class')}</TableCell>
            <TableCell>{t('classes.name')}</TableCell>
            <TableCell>{t('classes.colour')}</TableCell>
            <TableCell>{t('classes.shape')}</TableCell>
            <TableCell>{t('classes.key')}</TableCell>
            <TableCell sx={{ whiteSpace: 'nowrap' }}>{t('classes.isBlast')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {verdicts.map((verdict) => {
            const setting = draft[verdict];
            const other = conflictOf(verdict);
            const label = (what: string) => `${what}: ${names[verdict].full}`;
            return (
              <TableRow key={verdict}>
                <TableCell>
                  <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, whiteSpace: 'nowrap' }}>
                    <MarkGlyph shape={setting.shape} colour={setting.colour} sizePx={16} />
                    {names[verdict].full}
                  </Box>
                </TableCell>
                <TableCell>
                  <TextField
                    value={setting.name}
                    onChange={(event) => change(verdict, { name: event.target.value.slice(0, 60) })}
                    slotProps={{ htmlInput: { 'aria-label': label(t('classes.name')) } }}
                  />
                </TableCell>
                <TableCell>
                  <Tooltip title={isWeakColour(setting.colour) ? t('classes.weak') : ''}>
                    <Box
                      component="input"
                      type="color"
                      value={setting.colour}
                      aria-label={label(t('classes.colour'))}
                      onChange={(event) => change(verdict, { colour: event.target.value })}
                      sx={{
                        width: 44,
                        height: 32,
                        p: 0.25,
                        border: 1,
                        borderColor: isWeakColour(setting.colour) ? 'warning.main' : 'divider',
                        borderRadius: 1,
                        bgcolor: 'transparent',
                      }}
                    />
                  </Tooltip>
                </TableCell>
                <TableCell>
                  <TextField
                    select
                    value={setting.shape}
                    onChange={(event) => change(verdict, { shape: event.target.value as MarkShape })}
                    slotProps={{ select: { inputProps: { 'aria-label': label(t('classes.shape')) } } }}
                  >
                    {markShapes.map((shape) => (
                      <MenuItem key={shape} value={shape}>
                        {t(`classes.shapes.${shape}`)}
                      </MenuItem>
                    ))}
                  </TextField>
                </TableCell>
                <TableCell>
                  <TextField
                    value={setting.key}
                    error={other !== undefined}
                    helperText={
                      other !== undefined &&
                      t('classes.conflict', { key: setting.key.toUpperCase(), other: names[other].short })
                    }
                    onChange={(event) => {
                      const key = event.target.value.slice(-1).toLowerCase();
                      if (/^[a-z0-9]?$/.test(key)) change(verdict, { key });
                    }}
                    slotProps={{
                      htmlInput: {
                        'aria-label': label(t('classes.key')),
                        style: { width: 24, textAlign: 'center', textTransform: 'uppercase' },
                      },
                    }}
                  />
                </TableCell>
                <TableCell>
                  <Checkbox
                    checked={setting.isBlast}
                    disabled={!isCountedVerdict(verdict)}
                    onChange={(event) => change(verdict, { isBlast: event.target.checked })}
                    slotProps={{ input: { 'aria-label': label(t('classes.isBlast')) } }}
                  />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      <Button
        sx={{ mt: 1, ml: 1.25 }}
        onClick={() => update({ classes: defaultLabSettings.classes }).catch(notify.error)}
      >
        {t('classes.reset')}
      </Button>
    </Box>
  );
}
