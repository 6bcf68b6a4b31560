import { Box } from '@mui/material';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellId } from '../../../main/domain/ids.ts';
import { type CellAtRevision, useCellHistory } from '../../hooks/useCellHistory.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ClassMark } from '../common/ClassMark.tsx';

/** The pointer rests so long on a cell before the lab is asked: who sweeps over a slide asks nothing. */
const restMs = 250;
const mostShown = 3;

/** What people have said of the cell under the pointer, the latest last. */
export function HoverHistory(given: CellAtRevision) {
  const { cellId } = given;
  const { t } = useTranslation('viewer');
  const format = useFormat();
  const [rested, setRested] = useState<CellId | undefined>();
  useEffect(() => {
    const timer = setTimeout(() => setRested(cellId), restMs);
    return () => clearTimeout(timer);
  }, [cellId]);
  const { data } = useCellHistory(given, rested === cellId);
  const reviews = data?.reviews.slice(-mostShown) ?? [];
  if (reviews.length === 0) return null;
  return (
    <Box
      component="ol"
      aria-label={t('cell.history')}
      sx={{
        listStyle: 'none',
        m: 0,
        mt: 1,
        p: 0,
        pt: 0.5,
        borderTop: 1,
        borderColor: 'divider',
        fontSize: 12,
      }}
    >
      {reviews.map(({ id, verdict, reviewer, at }) => (
        <Box component="li" key={id} sx={{ mt: 0.25 }}>
          {verdict === undefined ? t('cell.withdrawn') : <ClassMark verdict={verdict} short />}
          <Box component="span" sx={{ color: 'text.secondary', display: 'block', fontSize: 11 }}>
            {reviewer}, {format.dateTime(at)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
