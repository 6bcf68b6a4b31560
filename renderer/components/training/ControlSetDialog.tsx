import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  LinearProgress,
} from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlSetSummary } from '../../../preload/contract/modelCalls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useRereadControlSet } from '../../hooks/useGate.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { ClassCountList } from './ClassCountList.tsx';

/** Says which of the reviewed slides a control set would lock, and locks them. */
export function ControlSetDialog(given: {
  readonly control: ControlSetSummary;
  readonly onClose: () => void;
}) {
  const { control, onClose } = given;
  const { plan, versions } = control;
  const { t } = useTranslation(['training', 'common']);
  const format = useFormat();
  const notify = useNotify();
  const reread = useRereadControlSet();
  const [isLocking, setLocking] = useState(false);
  const lock = async () => {
    setLocking(true);
    try {
      const { version } = await lab.createControlSet({});
      notify.success(t('control.locked', { version }));
      await reread();
      onClose();
    } catch (error) {
      notify.error(error);
      setLocking(false);
    }
  };
  const newest = versions.at(-1);
  return (
    <Dialog open onClose={onClose} aria-labelledby="control-title" maxWidth="sm" fullWidth>
      <DialogTitle id="control-title">
        {t('control.title', {
          count: plan.slideCount,
          total: format.count(plan.slideCount + plan.remainingSlideCount),
        })}
      </DialogTitle>
      <DialogContent>
        <DialogContentText gutterBottom>{t('control.lockText')}</DialogContentText>
        <ClassCountList counts={plan.counts} />
        {plan.remainingSlideCount === 0 && (
          <Alert severity="warning" variant="outlined" sx={{ mt: 2 }}>
            {t('control.nothingLeft')}
          </Alert>
        )}
        {newest !== undefined && (
          <DialogContentText sx={{ mt: 2 }}>
            {t('control.supersedes', { version: newest.version })}
          </DialogContentText>
        )}
        {isLocking && <LinearProgress aria-label={t('control.locking')} sx={{ mt: 2 }} />}
      </DialogContent>
      <DialogActions>
        <Button color="secondary" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button variant="contained" disabled={isLocking} autoFocus onClick={() => void lock()}>
          {t('control.lock')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
