import ExpandMore from '@mui/icons-material/ExpandMore';
import { Accordion, AccordionDetails, AccordionSummary, Box, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  boxAt,
  type CellTable,
  cellIdAt,
  probabilitiesAt,
  standingAt,
  verdictAt,
} from '../../../main/domain/cellTable.ts';
import type { PixelSize } from '../../../main/domain/pixelSize.ts';
import { cellUrl } from '../../../preload/contract/pictureUrls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { boxRevision } from '../common/boxRevision.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { ExplainedCell } from '../explain/ExplainedCell.tsx';
import type { HeatView } from '../explain/useHeatView.ts';
import { CellHistoryList } from './CellHistoryList.tsx';
import { JudgementNotes } from './JudgementNotes.tsx';
import { ProbabilityBars } from './ProbabilityBars.tsx';
import { reviewerOf } from './reviewerOf.ts';

const cropPx = 240;

/** All that is known of the one selected cell. */
export function CellPanel(given: {
  readonly table: CellTable;
  readonly row: number;
  readonly pixelSize: PixelSize | undefined;
  readonly heat: HeatView;
}) {
  const { table, row, pixelSize, heat } = given;
  const { t } = useTranslation('viewer');
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { widthPx, heightPx } = boxAt(table, row);
  const cellId = cellIdAt(table, row);
  const standing = standingAt(table, row);
  const probabilities = probabilitiesAt(table, row);
  const reviewer = reviewerOf(table, row);
  const field = table.fields[table.field[row] ?? -1];
  const size =
    pixelSize === undefined
      ? t('cell.sizePx', {
          width: format.count(Math.round(widthPx)),
          height: format.count(Math.round(heightPx)),
        })
      : t('cell.size', {
          width: format.number(widthPx * pixelSize.xUm, 1),
          height: format.number(heightPx * pixelSize.yUm, 1),
        });
  const picture = (
    <Box
      component="img"
      alt={t('cell.picture')}
      src={cellUrl(table.slideId, cellId, {
        edgePx: Math.max(widthPx, heightPx) * 1.6,
        outPx: cropPx,
        revision: boxRevision(table, row),
      })}
      sx={{
        width: '100%',
        aspectRatio: '4 / 3',
        objectFit: 'cover',
        borderRadius: 1,
        bgcolor: 'action.hover',
      }}
    />
  );
  return (
    <>
      <ExplainedCell table={table} row={row} view={heat} picture={picture} />
      <Typography component="div" sx={{ mt: 1, fontWeight: 600 }}>
        {standing === undefined ? t('cell.unjudged') : <ClassMark verdict={standing} />}
      </Typography>
      <Typography variant="caption" color="text.secondary" component="div">
        {reviewer === undefined || verdictAt(table, row) === undefined
          ? t('cell.nobody')
          : t('cell.person', { name: reviewer })}
      </Typography>
      {probabilities !== undefined && (
        <Box sx={{ mt: 1 }}>
          <Typography variant="overline" component="h3">
            {t('cell.model')}
          </Typography>
          <ProbabilityBars probabilities={probabilities} />
          <JudgementNotes table={table} row={row} />
        </Box>
      )}
      <Typography variant="caption" color="text.secondary" component="div" sx={{ mt: 1 }}>
        {size}
        {' · '}
        {table.isDrawn[row] === 1
          ? t('cell.drawn')
          : t('cell.score', { score: format.percent(table.score[row] ?? 0, 0) })}
        {field !== undefined && (
          <Box component="span" sx={{ display: 'block', overflowWrap: 'anywhere' }}>
            {t('cell.place', { field: field.name })}
          </Box>
        )}
      </Typography>
      <Accordion
        disableGutters
        square
        expanded={isOpen}
        onChange={(_event, next) => setOpen(next)}
        sx={{ bgcolor: 'transparent', '&::before': { display: 'none' } }}
      >
        <AccordionSummary expandIcon={<ExpandMore />} sx={{ px: 0, minHeight: 36 }}>
          <Typography variant="body2">{t('cell.history')}</Typography>
        </AccordionSummary>
        <AccordionDetails sx={{ px: 0, pt: 0 }}>
          {isOpen && <CellHistoryList slideId={table.slideId} cellId={cellId} revision={table.revision} />}
        </AccordionDetails>
      </Accordion>
    </>
  );
}
