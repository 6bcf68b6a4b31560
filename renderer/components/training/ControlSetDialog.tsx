import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
} from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LabError } from '../../../main/domain/labError.ts';
import type { ControlSetSummary } from '../../../preload/contract/modelCalls.ts';
import type { Grant } from '../../../preload/contract/shellCalls.ts';
import { useAskedWork } from '../../hooks/useAskedWork.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useRereadControlSet } from '../../hooks/useGate.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { ErrorText } from '../common/ErrorText.tsx';
import { WorkProgress } from '../common/WorkProgress.tsx';
import { ClassCountList } from './ClassCountList.tsx';

/** Says what a control set would lock, locks it, and says why where that is refused.
 *  @param folder a dataset folder that a person chose; undefined: reviewed slides */
export function ControlSetDialog(given: {
  readonly control: ControlSetSummary;
  readonly folder?: Grant | undefined;
  readonly onClose: () => void;
}) {
  const { control, folder, onClose } = given;
  const { plan, versions, least } = control;
  const { t } = useTranslation(['training', 'common']);
  const format = useFormat();
  const notify = useNotify();
  const reread = useRereadControlSet();
  const { isRunning, progress, run, cancel } = useAskedWork();
  const [refusal, setRefusal] = useState<unknown>();
  const lock = async () => {
    setRefusal(undefined);
    try {
      const grants = folder === undefined ? [] : [folder.id];
      const { version } = await run((requestId) => lab.createControlSet({ requestId, grants }));
      notify.success(t('control.locked', { version }));
      await reread();
      onClose();
    } catch (error) {
      if (error instanceof LabError && error.code === 'cancelled') return;
      setRefusal(error);
    }
  };
  const newest = versions.at(-1);
  const close = isRunning ? cancel : onClose;
  return (
    <Dialog open onClose={close} aria-labelledby="control-title" maxWidth="sm" fullWidth>
      <DialogTitle id="control-title">
        {folder === undefined
          ? t('control.title', {
              count: plan.slideCount,
              total: format.count(plan.slideCount + plan.remainingSlideCount),
            })
          : t('control.titleOfFolder', { name: folder.name })}
      </DialogTitle>
      <DialogContent>
        <DialogContentText gutterBottom>
          {folder === undefined
            ? t('control.lockText')
            : t('control.lockFolderText', {
                blast: format.count(least.blast),
                benign: format.count(least.benign),
              })}
        </DialogContentText>
        {folder === undefined && <ClassCountList counts={plan.counts} />}
        {folder === undefined && plan.remainingSlideCount === 0 && (
          <Alert severity="warning" variant="outlined" sx={{ mt: 2 }}>
            {t('control.nothingLeft')}
          </Alert>
        )}
        {newest !== undefined && (
          <DialogContentText sx={{ mt: 2 }}>
            {t('control.supersedes', { version: newest.version })}
          </DialogContentText>
        )}
        {isRunning && (
          <WorkProgress
            label={t(folder === undefined ? 'control.locking' : 'control.lockingFolder')}
            progress={progress}
          />
        )}
        {refusal !== undefined && (
          <Alert severity="error" variant="outlined" sx={{ mt: 2 }}>
            <ErrorText error={refusal} />
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="secondary" onClick={close}>
          {t('common:cancel')}
        </Button>
        <Button variant="contained" disabled={isRunning} autoFocus onClick={() => void lock()}>
          {t('control.lock')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
