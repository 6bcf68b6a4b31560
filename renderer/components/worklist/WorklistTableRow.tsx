import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import WarningAmber from '@mui/icons-material/WarningAmber';
import { Box, Chip, Tooltip, Typography } from '@mui/material';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { countUnseen, type ScanJobProgress, type WorklistRow } from '../../../main/domain/worklist.ts';
import { thumbnailUrl } from '../../../preload/contract/pictureUrls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { inColumns } from '../../theme.ts';
import { blastsOf, warningCount } from './arrangeRows.ts';
import { BlastCell } from './BlastCell.tsx';
import { gridColumns } from './gridColumns.ts';
import { StateCell } from './StateCell.tsx';
import { Thumbnail } from './Thumbnail.tsx';

/** One slide. */
export const WorklistTableRow = memo(function WorklistTableRow(given: {
  readonly row: WorklistRow;
  readonly rowIndex: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly progress: ScanJobProgress | undefined;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly onPick: (row: WorklistRow, event: MouseEvent) => void;
  readonly onOpen: (row: WorklistRow) => void;
}) {
  const { row, rowIndex, topPx, heightPx, progress, isSelected, isFocused, onPick, onOpen } = given;
  const { t } = useTranslation(['worklist', 'common']);
  const format = useFormat();
  const { classes } = useSettings();
  const blasts = blastsOf(row, isBlastBySettings(classes));
  const warnings = warningCount(row);
  const tally = row.scan?.tally;
  return (
    <Box
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-slide={row.name}
      onClick={(event) => onPick(row, event)}
      onDoubleClick={() => onOpen(row)}
      sx={{
        ...inColumns,
        position: 'absolute',
        insetInline: 0,
        top: 0,
        transform: `translateY(${topPx}px)`,
        height: heightPx,
        display: 'grid',
        gridTemplateColumns: gridColumns,
        columnGap: 1.5,
        alignItems: 'center',
        px: 2,
        cursor: 'default',
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: isSelected ? 'action.selected' : 'transparent',
        boxShadow: (theme) => (isFocused ? `inset 3px 0 0 ${theme.palette.primary.main}` : 'none'),
        '&:hover': { bgcolor: isSelected ? 'action.selected' : 'action.hover' },
      }}
    >
      <Box role="gridcell" sx={{ display: 'flex', alignItems: 'center', gap: 1.25, minWidth: 0 }}>
        <Thumbnail url={thumbnailUrl(row.slideId, 96)} width={60} height={44} fit="cover" isLazy />
        <Box sx={{ minWidth: 0, fontVariantNumeric: 'normal' }}>
          <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
            {row.name}
          </Typography>
          <Typography variant="caption" color="text.secondary" noWrap component="div">
            {row.isSynthetic && (
              <Tooltip title={t('common:syntheticHint')}>
                <Chip
                  label={t('common:synthetic')}
                  variant="outlined"
                  sx={{ height: 17, fontSize: 10.5, mr: 0.75 }}
                />
              </Tooltip>
            )}
            {row.folderName}
          </Typography>
        </Box>
      </Box>
      <Box role="gridcell">
        <StateCell row={row} progress={progress} />
      </Box>
      <Box role="gridcell">
        <Typography variant="body2">
          {row.scan === undefined ? '–' : format.count(row.scan.cellCount)}
        </Typography>
      </Box>
      <Box role="gridcell">
        {blasts === undefined ? <Typography variant="body2">–</Typography> : <BlastCell {...blasts} />}
      </Box>
      <Box role="gridcell">
        {tally === undefined ? (
          <Typography variant="body2">–</Typography>
        ) : tally.mustSeeCount === 0 ? (
          <Typography variant="body2" color="text.secondary">
            {t('worklist:nothingToSee')}
          </Typography>
        ) : countUnseen(tally) <= 0 ? (
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
            <CheckCircle sx={{ fontSize: 16 }} color="success" />
            <Typography variant="body2" noWrap>
              {t('worklist:allSeen')}
            </Typography>
          </Box>
        ) : (
          <Typography variant="body2" noWrap>
            {t('worklist:seenOf', {
              seen: format.count(tally.mustSeeSeenCount),
              count: tally.mustSeeCount,
            })}
          </Typography>
        )}
      </Box>
      <Box role="gridcell">
        {warnings > 0 && (
          <Tooltip
            title={[
              ...(row.scan?.warnings ?? []),
              ...(row.scan !== undefined && row.scan.failedFieldCount > 0
                ? [t('worklist:details.failedFields', { count: row.scan.failedFieldCount })]
                : []),
            ].join(' ')}
          >
            <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
              <WarningAmber sx={{ fontSize: 18 }} color="warning" />
              <Typography variant="body2">{warnings}</Typography>
            </Box>
          </Tooltip>
        )}
      </Box>
      <Box role="gridcell">
        <Typography variant="body2" color={row.reportCount > 0 ? 'text.primary' : 'text.secondary'} noWrap>
          {row.reportCount > 0 ? t('worklist:reportSigned') : t('worklist:noReport')}
        </Typography>
      </Box>
      <Box role="gridcell">
        <Typography variant="caption" color="text.secondary" noWrap>
          {format.date(row.addedAt)}
        </Typography>
      </Box>
    </Box>
  );
});
