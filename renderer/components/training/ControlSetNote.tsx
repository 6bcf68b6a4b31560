import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../hooks/useFormat.ts';
import { useControlSet } from '../../hooks/useGate.ts';
import { ClassCountList } from './ClassCountList.tsx';
import { useControlSetSource } from './useControlSetSource.ts';

/** What a control set is of: where its cells came from, how many of each class, who locked it when. */
export function ControlSetNote({ version }: { readonly version: number }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const sourceOf = useControlSetSource();
  const set = useControlSet().data?.versions.find((one) => one.version === version);
  if (set === undefined) return null;
  return (
    <Box sx={{ mb: 1 }}>
      <ClassCountList counts={set.counts} />
      <Typography variant="caption" color="textSecondary" component="p">
        {`${sourceOf(set)}. ${t('control.lockedBy', { person: set.person, time: format.dateTime(set.at) })}. ${t('control.hash', { hash: set.sha256.slice(0, 12) })}`}
      </Typography>
    </Box>
  );
}
