import { Box, ButtonBase, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { TrainingRun } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { RunStateChip } from './RunStateChip.tsx';

/** The trainings of this station, newest first. */
export function RunList(given: {
  readonly runs: readonly TrainingRun[];
  readonly selectedId: string | undefined;
  readonly onSelect: (runId: string) => void;
}) {
  const { runs, selectedId, onSelect } = given;
  const { t } = useTranslation('training');
  const format = useFormat();
  return (
    <Box component="nav" aria-label={t('run.pick')}>
      <Typography variant="h2" sx={{ mb: 1 }}>
        {t('run.pick')}
      </Typography>
      {runs.map((run) => (
        <ButtonBase
          key={run.id}
          aria-current={run.id === selectedId}
          onClick={() => onSelect(run.id)}
          sx={{
            display: 'flex',
            width: '100%',
            textAlign: 'left',
            gap: 1,
            px: 1.5,
            py: 1,
            mb: 0.5,
            borderRadius: 1,
            border: 1,
            borderColor: run.id === selectedId ? 'primary.main' : 'transparent',
            bgcolor: run.id === selectedId ? 'action.selected' : 'transparent',
            '&:hover': { bgcolor: 'action.hover' },
          }}
        >
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
              {run.modelName}
            </Typography>
            <Typography variant="caption" color="textSecondary" component="div" noWrap>
              {format.dateTime(run.startedAt)}
            </Typography>
          </Box>
          <RunStateChip state={run.state} />
        </ButtonBase>
      ))}
    </Box>
  );
}
