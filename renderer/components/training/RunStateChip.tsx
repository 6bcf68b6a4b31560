import Cancel from '@mui/icons-material/BlockOutlined';
import Done from '@mui/icons-material/CheckCircleOutlined';
import Failed from '@mui/icons-material/ErrorOutlineOutlined';
import Preparing from '@mui/icons-material/HourglassEmptyOutlined';
import Paused from '@mui/icons-material/PauseCircleOutlined';
import Running from '@mui/icons-material/PlayCircleOutlined';
import Waiting from '@mui/icons-material/ScheduleOutlined';
import { Chip, type SvgIconProps } from '@mui/material';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrainingState } from '../../../main/domain/trainingRun.ts';

const icons: Readonly<Record<TrainingState, ComponentType<SvgIconProps>>> = {
  waiting: Waiting,
  preparing: Preparing,
  running: Running,
  paused: Paused,
  done: Done,
  failed: Failed,
  cancelled: Cancel,
};
const colours = {
  waiting: 'default',
  preparing: 'default',
  running: 'primary',
  paused: 'warning',
  done: 'success',
  failed: 'error',
  cancelled: 'default',
} as const;

/** Where a training stands: icon and word. */
export function RunStateChip({ state }: { readonly state: TrainingState }) {
  const { t } = useTranslation('training');
  const Icon = icons[state];
  return <Chip variant="outlined" color={colours[state]} icon={<Icon />} label={t(`run.state.${state}`)} />;
}
