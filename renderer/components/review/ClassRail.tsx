import { useDroppable } from '@dnd-kit/core';
import { Box, ButtonBase, Typography } from '@mui/material';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { inColumns } from '../../theme.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { groupAt, unjudgedGroup } from './orderCells.ts';

/** The classes with their counts: where a click leads to, and where cells are dropped. */
export function ClassRail(given: { readonly table: CellTable; readonly onJump: (group: number) => void }) {
  const { table, onJump } = given;
  const { t } = useTranslation('review');
  const counts = useMemo(() => {
    const byGroup = new Int32Array(unjudgedGroup + 1);
    for (let row = 0; row < table.count; row += 1) {
      const group = groupAt(table, row);
      byGroup[group] = (byGroup[group] ?? 0) + 1;
    }
    return byGroup;
  }, [table]);
  return (
    <Box
      component="ul"
      aria-label={t('rail')}
      sx={{ listStyle: 'none', m: 0, p: 1, display: 'grid', gap: 0.5 }}
    >
      {verdicts.map((verdict, group) => (
        <ClassRow
          key={verdict}
          verdict={verdict}
          count={counts[group] ?? 0}
          total={table.count}
          onJump={() => onJump(group)}
        />
      ))}
      {(counts[unjudgedGroup] ?? 0) > 0 && (
        <UnjudgedRow count={counts[unjudgedGroup] ?? 0} onJump={() => onJump(unjudgedGroup)} />
      )}
    </Box>
  );
}

const rowSx = {
  width: '100%',
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) auto',
  columnGap: 0.5,
  textAlign: 'left',
  borderRadius: 1,
  border: 1,
  borderColor: 'divider',
  bgcolor: 'background.paper',
  px: 1,
  py: 0.75,
  fontSize: 13,
  '&:hover': { bgcolor: 'action.hover' },
} as const;

function ClassRow(given: {
  readonly verdict: Verdict;
  readonly count: number;
  readonly total: number;
  readonly onJump: () => void;
}) {
  const { verdict, count, total, onJump } = given;
  const { t } = useTranslation('review');
  const format = useFormat();
  const names = useVerdictNames();
  const { key, colour } = useSettings().classes[verdict];
  const { setNodeRef, isOver } = useDroppable({ id: verdict });
  const share = total === 0 ? 0 : count / total;
  return (
    <Box component="li" ref={setNodeRef}>
      <ButtonBase
        onClick={onJump}
        title={t('jumpTo', { name: names[verdict].full })}
        sx={{
          ...rowSx,
          ...(isOver && { outline: '3px solid', outlineColor: 'primary.main', bgcolor: 'action.selected' }),
        }}
      >
        <ClassMark verdict={verdict} short />
        <Box component="span" sx={{ ...inColumns, fontWeight: 650, textAlign: 'right' }}>
          {format.count(count)}
        </Box>
        <Typography variant="caption" color="text.secondary" component="span">
          {key === '' ? '' : t('key', { key: key.toUpperCase() })}
        </Typography>
        <Typography
          variant="caption"
          color="text.secondary"
          component="span"
          sx={{ ...inColumns, textAlign: 'right' }}
        >
          {format.percent(share)}
        </Typography>
        <Box
          aria-hidden
          sx={{ gridColumn: '1 / -1', height: 3, mt: 0.5, bgcolor: 'action.hover', borderRadius: 1 }}
        >
          <Box sx={{ height: 3, bgcolor: colour, borderRadius: 1 }} style={{ width: `${share * 100}%` }} />
        </Box>
      </ButtonBase>
    </Box>
  );
}

function UnjudgedRow({ count, onJump }: { readonly count: number; readonly onJump: () => void }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  return (
    <li>
      <ButtonBase onClick={onJump} sx={rowSx}>
        <span>{t('unjudged')}</span>
        <Box component="span" sx={{ fontWeight: 650 }}>
          {format.count(count)}
        </Box>
      </ButtonBase>
    </li>
  );
}
