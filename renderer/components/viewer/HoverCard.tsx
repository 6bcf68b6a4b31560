import { Box, Paper, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import {
  boxAt,
  type CellTable,
  cellIdAt,
  probabilitiesAt,
  standingAt,
} from '../../../main/domain/cellTable.ts';
import { cellUrl } from '../../../preload/contract/pictureUrls.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { HoverHistory } from './HoverHistory.tsx';
import { ProbabilityBars } from './ProbabilityBars.tsx';
import { reviewerOf } from './reviewerOf.ts';
import type { Point } from './slideTransform.ts';

const cardPx = { width: 236, height: 210 } as const;
/** of the latest reviews */
const historyPx = 116;
const cropPx = 72;

/** What is known of the cell under the pointer, beside it.
 *  @param at lower right corner of the cell on the screen
 *  @param area of the slide on the screen */
export function HoverCard(given: {
  readonly table: CellTable;
  readonly row: number;
  readonly at: Point;
  readonly area: { readonly width: number; readonly height: number };
}) {
  const { table, row, at, area } = given;
  const { t } = useTranslation('viewer');
  const { widthPx, heightPx } = boxAt(table, row);
  const standing = standingAt(table, row);
  const probabilities = probabilitiesAt(table, row);
  const reviewer = reviewerOf(table, row);
  const tallPx = cardPx.height + (reviewer === undefined ? 0 : historyPx);
  const edgePx = Math.max(widthPx, heightPx) * 1.3;
  return (
    <Paper
      variant="outlined"
      sx={{ position: 'absolute', width: cardPx.width, p: 1, pointerEvents: 'none', zIndex: 2 }}
      style={{
        left: Math.max(8, Math.min(at.x + 14, area.width - cardPx.width - 8)),
        top: Math.max(8, Math.min(at.y + 14, area.height - tallPx - 8)),
      }}
    >
      <Box sx={{ display: 'flex', gap: 1, mb: 1 }}>
        <Box
          component="img"
          alt=""
          src={cellUrl(table.slideId, cellIdAt(table, row), { edgePx, outPx: cropPx })}
          sx={{ width: cropPx, height: cropPx, borderRadius: 1, objectFit: 'cover', bgcolor: 'action.hover' }}
        />
        <Box sx={{ minWidth: 0, fontSize: 13 }}>
          {standing !== undefined && <ClassMark verdict={standing} short />}
          <Typography variant="caption" color="text.secondary" component="div">
            {reviewer === undefined ? t('cell.nobody') : t('cell.person', { name: reviewer })}
          </Typography>
        </Box>
      </Box>
      {probabilities === undefined ? (
        <Typography variant="caption">{t('cell.unjudged')}</Typography>
      ) : (
        <ProbabilityBars probabilities={probabilities} />
      )}
      <HoverHistory slideId={table.slideId} cellId={cellIdAt(table, row)} revision={table.revision} />
    </Paper>
  );
}
