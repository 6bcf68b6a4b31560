import { Box, LinearProgress, Typography } from '@mui/material';
import type { Progress } from '../../../main/domain/progress.ts';
import { useFormat } from '../../hooks/useFormat.ts';

/** How far a piece of work is. @param progress undefined before the first figure */
export function WorkProgress(given: { readonly label: string; readonly progress: Progress | undefined }) {
  const { label, progress } = given;
  const format = useFormat();
  const fraction =
    progress === undefined || progress.total === 0 ? undefined : progress.done / progress.total;
  return (
    <Box role="status" sx={{ py: 1 }}>
      <Box sx={{ display: 'flex', gap: 2, mb: 0.5 }}>
        <Typography variant="body2" sx={{ flex: 1 }}>
          {label}
        </Typography>
        {fraction !== undefined && (
          <Typography variant="body2">{format.percent(Math.min(1, fraction), 0)}</Typography>
        )}
      </Box>
      <LinearProgress
        aria-label={label}
        variant={fraction === undefined ? 'indeterminate' : 'determinate'}
        value={100 * Math.min(1, fraction ?? 0)}
        sx={{ height: 8, borderRadius: 4 }}
      />
      <Typography variant="caption" color="textSecondary" component="div" noWrap>
        {progress?.detail ?? '\u00A0'}
      </Typography>
    </Box>
  );
}
