import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../main/domain/person.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { useUpdateSettings } from '../../hooks/useSettings.ts';
import { PersonFields } from './PersonFields.tsx';

/** Asks who works here. */
export function PersonDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('common');
  const update = useUpdateSettings();
  const notify = useNotify();
  const [person, setPerson] = useState<Person>({ name: '', role: 'technologist' });
  const save = () => {
    update({ person }).then(onClose, notify.error);
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="person-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <DialogTitle id="person-title">{t('frame.noPerson')}</DialogTitle>
        <DialogContent>
          <PersonFields person={person} onChange={setPerson} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="contained" disabled={person.name.trim() === ''}>
            {t('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
