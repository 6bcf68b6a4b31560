import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LabSettings, languages, themeChoices } from '../../../main/domain/labSettings.ts';
import type { Person } from '../../../main/domain/person.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useSettings, useUpdateSettings } from '../../hooks/useSettings.ts';
import { PersonFields } from '../frame/PersonFields.tsx';

const languageNames: Readonly<Record<LabSettings['language'], string>> = { en: 'English', de: 'Deutsch' };

/** The first thing that a new station asks: who works here, in which language and look. */
export function Welcome() {
  const { t } = useTranslation(['tour', 'settings']);
  const { language, theme } = useSettings();
  const update = useUpdateSettings();
  const notify = useNotify();
  const [person, setPerson] = useState<Person>({ name: '', role: 'technologist' });
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="welcome-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          update({ person }).catch(notify.error);
        }}
      >
        <DialogTitle id="welcome-title">{t('tour:welcome.title')}</DialogTitle>
        <DialogContent>
          <Typography sx={{ mb: 2 }}>{t('tour:welcome.text')}</Typography>
          <PersonFields person={person} onChange={setPerson} />
          <Stack direction="row" spacing={2} sx={{ mt: 2 }}>
            <TextField
              select
              fullWidth
              label={t('settings:look.language')}
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
              label={t('settings:look.theme')}
              value={theme}
              onChange={(event) =>
                update({ theme: event.target.value as LabSettings['theme'] }).catch(notify.error)
              }
            >
              {themeChoices.map((one) => (
                <MenuItem key={one} value={one}>
                  {t(`settings:look.themes.${one}`)}
                </MenuItem>
              ))}
            </TextField>
          </Stack>
          <Typography variant="caption" color="text.secondary" component="p" sx={{ mt: 2 }}>
            {t('tour:welcome.notice')}
          </Typography>
        </DialogContent>
        <DialogActions>
          <Button type="submit" variant="contained" disabled={person.name.trim() === ''}>
            {t('tour:welcome.start')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
