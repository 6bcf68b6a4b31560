import { Box } from '@mui/material';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import type { ClassCounts } from '../../../main/domain/classCounts.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ClassMark } from '../common/ClassMark.tsx';

/** Cells of each class, in one line. */
export function ClassCountList({ counts }: { readonly counts: ClassCounts }) {
  const format = useFormat();
  return (
    <Box
      component="ul"
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.25 }}
    >
      {cellClasses.map((one) => (
        <Box component="li" key={one} sx={{ display: 'flex', gap: 0.75, fontSize: '0.8125rem' }}>
          <ClassMark verdict={one} short />
          <Box component="span" sx={{ fontWeight: 600 }}>
            {format.count(counts[one])}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
