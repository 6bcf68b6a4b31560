import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotify } from '../../hooks/useNotify.tsx';
import { usePerson } from '../../hooks/usePerson.ts';
import { lab } from '../../lab.ts';

/** Asks before scans get another model. @param isRollback back to the model that was active before */
export function ActivateDialog(given: {
  readonly fullName: string;
  readonly activeName: string | undefined;
  readonly isRollback: boolean;
  readonly onClose: () => void;
}) {
  const { fullName, activeName, isRollback, onClose } = given;
  const { t } = useTranslation(['training', 'common']);
  const notify = useNotify();
  const person = usePerson();
  const [isWaiting, setWaiting] = useState(false);
  const activate = async () => {
    setWaiting(true);
    try {
      const { fullName: active } = isRollback
        ? await lab.rollBackModel({})
        : await lab.activateModel({ fullName });
      notify.success(t('activate.done', { name: active }));
      onClose();
    } catch (error) {
      notify.error(error);
      setWaiting(false);
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="activate-title" maxWidth="sm">
      <DialogTitle id="activate-title">
        {isRollback
          ? t('activate.rollBackTitle', { name: fullName })
          : t('activate.title', { name: fullName })}
      </DialogTitle>
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
        <Button variant="contained" disabled={isWaiting} autoFocus onClick={() => void activate()}>
          {isRollback ? t('activate.rollBackConfirm') : t('activate.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
