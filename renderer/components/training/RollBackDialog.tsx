import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotify } from '../../hooks/useNotify.tsx';
import { usePerson } from '../../hooks/usePerson.ts';
import { lab } from '../../lab.ts';

/** Asks before scans go back to the model that was active before. @param fullName of that model */
export function RollBackDialog(given: {
  readonly fullName: string;
  readonly activeName: string | undefined;
  readonly onClose: () => void;
}) {
  const { fullName, activeName, onClose } = given;
  const { t } = useTranslation(['training', 'common']);
  const notify = useNotify();
  const person = usePerson();
  const [isWaiting, setWaiting] = useState(false);
  const rollBack = async () => {
    setWaiting(true);
    try {
      const { fullName: active } = await lab.rollBackModel({});
      notify.success(t('activate.done', { name: active }));
      onClose();
    } catch (error) {
      notify.error(error);
      setWaiting(false);
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="roll-back-title" maxWidth="sm">
      <DialogTitle id="roll-back-title">{t('activate.rollBackTitle', { name: fullName })}</DialogTitle>
      <DialogContent>
        <DialogContentText gutterBottom>{t('activate.text', { name: fullName })}</DialogContentText>
        {activeName !== undefined && (
          <DialogContentText gutterBottom>{t('activate.replaces', { name: activeName })}</DialogContentText>
        )}
        {person !== undefined && (
          <DialogContentText>{t('activate.person', { person: person.name })}</DialogContentText>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="secondary" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button variant="contained" disabled={isWaiting} autoFocus onClick={() => void rollBack()}>
          {t('activate.rollBackConfirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
