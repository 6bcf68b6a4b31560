import { Box, Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../../../preload/contract/shellCalls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useControlSet } from '../../hooks/useGate.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { ClassCountList } from './ClassCountList.tsx';
import { ControlSetContentsDialog } from './ControlSetContentsDialog.tsx';
import { ControlSetDialog } from './ControlSetDialog.tsx';

/** What models of this lab are judged on. */
export function ControlSetCard() {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { data: control } = useControlSet();
  const notify = useNotify();
  const [isLocking, setLocking] = useState(false);
  const [folder, setFolder] = useState<Grant | undefined>();
  const [isShowing, setShowing] = useState(false);
  const chooseFolder = async () => {
    try {
      const [grant] = await lab.chooseFiles({ purpose: 'dataset-folder' });
      setFolder(grant);
    } catch (error) {
      notify.error(error);
    }
  };
  const newest = control?.versions.at(-1);
  return (
    <Box component="section" aria-labelledby="control-set-title" sx={{ mb: 3 }}>
      <Typography id="control-set-title" variant="h2" sx={{ mb: 1 }}>
        {newest === undefined ? t('control.heading') : t('control.headingOf', { version: newest.version })}
      </Typography>
      {newest === undefined ? (
        <Typography variant="body2" color="textSecondary">
          {t('control.what')}
        </Typography>
      ) : (
        <>
          <ClassCountList counts={newest.counts} />
          <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 0.5 }}>
            {t('control.lockedBy', { person: newest.person, time: format.dateTime(newest.at) })}
          </Typography>
        </>
      )}
      {control?.plan.problem !== undefined && newest === undefined && (
        <Typography variant="body2" sx={{ mt: 1 }}>
          {control.plan.problem}
        </Typography>
      )}
      {control !== undefined && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>
          {newest !== undefined && (
            <Button variant="outlined" onClick={() => setShowing(true)}>
              {`${t('control.show')}…`}
            </Button>
          )}
          {control.plan.problem === undefined && (
            <Button variant="outlined" onClick={() => setLocking(true)}>
              {`${newest === undefined ? t('control.lock') : t('control.lockNew')}…`}
            </Button>
          )}
          <Button variant="outlined" onClick={() => void chooseFolder()}>
            {`${t('control.lockFolder')}…`}
          </Button>
        </Box>
      )}
      {(isLocking || folder !== undefined) && control !== undefined && (
        <ControlSetDialog
          control={control}
          folder={folder}
          onClose={() => {
            setLocking(false);
            setFolder(undefined);
          }}
        />
      )}
      {isShowing && control !== undefined && (
        <ControlSetContentsDialog versions={control.versions} onClose={() => setShowing(false)} />
      )}
    </Box>
  );
}
