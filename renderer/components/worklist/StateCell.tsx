import Cancel from '@mui/icons-material/CancelOutlined';
import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Circle from '@mui/icons-material/CircleOutlined';
import ErrorIcon from '@mui/icons-material/ErrorOutlineOutlined';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import Radar from '@mui/icons-material/Radar';
import { Box, LinearProgress, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScanJobProgress, WorklistRow, WorklistState } from '../../../main/domain/worklist.ts';
import { useFormat } from '../../hooks/useFormat.ts';

const icons: Readonly<Record<WorklistState, ReactNode>> = {
  new: <Circle fontSize="small" />,
  waiting: <HourglassEmpty fontSize="small" />,
  scanning: <Radar fontSize="small" color="primary" />,
  scanned: <CheckCircle fontSize="small" color="success" />,
  failed: <ErrorIcon fontSize="small" color="error" />,
  cancelled: <Cancel fontSize="small" />,
};

/** Where a slide stands, with the progress of its scan. */
export function StateCell(given: {
  readonly row: WorklistRow;
  readonly progress: ScanJobProgress | undefined;
}) {
  const { row, progress } = given;
  const { t } = useTranslation('worklist');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  if (row.state !== 'scanning')
    return (
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
        {icons[row.state]}
        <Typography variant="body2" noWrap>
          {t(`states.${row.state}`)}
          {row.state === 'waiting' && row.priority !== 'routine'
            ? `, ${t(`priorities.${row.priority}`)}`
            : ''}
        </Typography>
      </Box>
    );
  const isMeasured = progress !== undefined && progress.total > 0;
  return (
    <Box sx={{ width: '100%' }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
        <Typography variant="body2" noWrap>
          {isMeasured
            ? t('progress', { done: format.count(progress.done), total: format.count(progress.total) })
            : t('states.scanning')}
        </Typography>
        {progress?.remainingMs !== undefined && (
          <Typography variant="caption" color="text.secondary" noWrap>
            {common('frame.eta', { time: format.duration(progress.remainingMs) })}
          </Typography>
        )}
      </Box>
      <LinearProgress
        aria-label={t('states.scanning')}
        variant={isMeasured ? 'determinate' : 'indeterminate'}
        value={isMeasured ? (100 * progress.done) / progress.total : 0}
        sx={{ height: 5, borderRadius: 3 }}
      />
    </Box>
  );
}
