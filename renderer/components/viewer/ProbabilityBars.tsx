import { Box } from '@mui/material';
import { type ClassProbabilities, cellClasses } from '../../../main/domain/cellClass.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { inColumns } from '../../theme.ts';
import { ClassMark } from '../common/ClassMark.tsx';

/** What the model thinks of each class. */
export function ProbabilityBars({ probabilities }: { readonly probabilities: ClassProbabilities }) {
  const { classes } = useSettings();
  const format = useFormat();
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: 'auto 1fr minmax(4.5ch, max-content)',
        columnGap: 1,
        rowGap: 0.5,
        alignItems: 'center',
        fontSize: 12,
        '& dt, & dd': { m: 0, minWidth: 0 },
      }}
    >
      {cellClasses.map((one) => (
        <Box key={one} sx={{ display: 'contents' }}>
          <dt>
            <ClassMark verdict={one} short />
          </dt>
          <Box component="dd" aria-hidden="true" sx={{ bgcolor: 'action.hover', height: 8, borderRadius: 1 }}>
            <Box
              sx={{ height: 8, borderRadius: 1, bgcolor: classes[one].colour }}
              style={{ width: `${probabilities[one] * 100}%` }}
            />
          </Box>
          <Box component="dd" sx={{ ...inColumns, textAlign: 'right', whiteSpace: 'nowrap' }}>
            {format.percent(probabilities[one], 0)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
