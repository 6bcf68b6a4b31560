import { MenuItem, Stack, TextField } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { type LabSettings, languages, themeChoices } from '../../../main/domain/labSettings.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';

const languageNames: Readonly<Record<LabSettings['language'], string>> = { en: 'English', de: 'Deutsch' };

/** Language and theme of the window, changed at once. */
export function LookFields() {
  const { t } = useTranslation('settings');
  const { language, theme } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  return (
    <Stack direction="row" spacing={2}>
      <TextField
        select
        fullWidth
        label={t('look.language')}
        value={language}
        onChange={(event) =>
          update({ language: event.target.value as LabSettings['language'] }).catch(notify.error)
        }
      >
        {languages.map((one) => (
          <MenuItem key={one} value={one} lang={one}>
            {languageNames[one]}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        fullWidth
        label={t('look.theme')}
        value={theme}
        onChange={(event) =>
          update({ theme: event.target.value as LabSettings['theme'] }).catch(notify.error)
        }
      >
        {themeChoices.map((one) => (
          <MenuItem key={one} value={one}>
            {t(`look.themes.${one}`)}
          </MenuItem>
        ))}
      </TextField>
    </Stack>
  );
}
