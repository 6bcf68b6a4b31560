import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../main/domain/person.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useUpdateSettings } from '../../hooks/useSettings.ts';
import { PersonFields } from '../frame/PersonFields.tsx';
import { LookFields } from '../settings/LookFields.tsx';

/** The first thing that a new station asks: who works here, in which language and look. */
export function Welcome() {
  const { t } = useTranslation('tour');
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
        <DialogTitle id="welcome-title">{t('welcome.title')}</DialogTitle>
        <DialogContent>
          <Typography sx={{ mb: 2 }}>{t('welcome.text')}</Typography>
          <PersonFields person={person} onChange={setPerson} />
          <Box sx={{ mt: 2 }}>
            <LookFields />
          </Box>
          <Typography variant="caption" color="text.secondary" component="p" sx={{ mt: 2 }}>
            {t('welcome.notice')}
          </Typography>
        </DialogContent>
        <DialogActions>
          <Button type="submit" variant="contained" disabled={person.name.trim() === ''}>
            {t('welcome.start')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
