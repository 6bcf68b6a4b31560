import { Box, Button, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { useNameOfGroup } from './useNameOfGroup.ts';

/** Head of a class in the gallery: how many cells, what share of all. */
export function GroupHead(given: {
  readonly group: number;
  readonly cellCount: number;
  readonly shownCount: number;
  readonly onSelect: (group: number) => void;
}) {
  const { group, cellCount, shownCount, onSelect } = given;
  const { t } = useTranslation('review');
  const format = useFormat();
  const nameOfGroup = useNameOfGroup();
  const verdict = verdicts[group];
  return (
    <Box
      role="gridcell"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
        height: '100%',
        bgcolor: 'background.default',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <Typography variant="h3" component="span" sx={{ minWidth: 0 }} noWrap>
        {verdict === undefined ? nameOfGroup(group) : <ClassMark verdict={verdict} />}
      </Typography>
      <Typography variant="caption" color="text.secondary" sx={{ flex: 1 }} noWrap>
        {t('cellsOfGroup', { count: cellCount, n: format.count(cellCount) })}
        {' · '}
        {t('shareOfAll', { share: format.percent(shownCount === 0 ? 0 : cellCount / shownCount) })}
      </Typography>
      <Button
        color="inherit"
        tabIndex={-1}
        onClick={() => onSelect(group)}
        aria-label={t('selectGroup', { name: nameOfGroup(group) })}
        sx={{ color: 'text.secondary', fontSize: 12, py: 0 }}
      >
        {t('selectAll')}
      </Button>
    </Box>
  );
}
