import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import {
  blastProbabilityAt,
  type CellTable,
  cellIdAt,
  probabilitiesAt,
  standingAt,
} from '../../../main/domain/cellTable.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import { cellUrl } from '../../../preload/contract/pictureUrls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { boxRevision } from '../common/boxRevision.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { ExplainedCell } from '../explain/ExplainedCell.tsx';
import type { HeatView } from '../explain/useHeatView.ts';
import { JudgementNotes } from '../viewer/JudgementNotes.tsx';
import { ProbabilityBars } from '../viewer/ProbabilityBars.tsx';
import { pictureEdgePx } from './cropEdge.ts';
import { sizePxAt, uncertaintyAt } from './orderCells.ts';
import { reviewStateAt } from './reviewState.ts';
import { StateIcon } from './StateIcon.tsx';

/** One cell large: its picture, what stands of it, what the model thinks.
 *  @param edgePx of the square that is shown, full-resolution pixels
 *  @param umPerPx undefined: sizes in pixels */
export function CellFacts(given: {
  readonly table: CellTable;
  readonly row: number;
  readonly edgePx: number;
  readonly picturePx: number;
  readonly umPerPx: number | undefined;
  /** what the network looked at can be shown instead of the picture; undefined: not here */
  readonly heat?: HeatView;
}) {
  const { table, row, edgePx, picturePx, umPerPx, heat } = given;
  const { t } = useTranslation('review');
  const { classes } = useSettings();
  const format = useFormat();
  const cellId = cellIdAt(table, row);
  const standing = standingAt(table, row);
  const state = reviewStateAt(table, row);
  const probabilities = probabilitiesAt(table, row);
  const blast = blastProbabilityAt(table, row, isBlastBySettings(classes));
  const reviewer = table.reviewers[table.reviewer[row] ?? -1];
  const sizePx = sizePxAt(table, row);
  const facts = [
    umPerPx === undefined
      ? t('sizePx', { size: format.number(sizePx, 0) })
      : t('sizeUm', { size: format.number(sizePx * umPerPx, 1) }),
    blast !== undefined && `${t('blastProbability')} ${format.percent(blast)}`,
    blast !== undefined && `${t('uncertainty')} ${format.number(uncertaintyAt(table, row) ?? 1)}`,
  ].filter((fact) => fact !== false);
  const outPx = pictureEdgePx(picturePx * window.devicePixelRatio);
  const picture = (
    <Box sx={{ bgcolor: '#111418', borderRadius: 1, overflow: 'hidden', lineHeight: 0, aspectRatio: '1' }}>
      <img
        src={cellUrl(table.slideId, cellId, { edgePx, outPx, revision: boxRevision(table, row) })}
        alt={t('inFocus')}
        style={{ width: '100%', height: '100%', objectFit: 'cover' }}
      />
    </Box>
  );
  return (
    <Box sx={{ display: 'grid', gap: 0.75, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {heat === undefined ? picture : <ExplainedCell table={table} row={row} view={heat} picture={picture} />}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          justifyContent: 'space-between',
          columnGap: 1,
          fontWeight: 600,
        }}
      >
        {standing === undefined ? t('unjudged') : <ClassMark verdict={standing} />}
        <Typography
          variant="caption"
          color="text.secondary"
          sx={{ display: 'flex', alignItems: 'center', gap: 0.5, minWidth: 0, overflowWrap: 'anywhere' }}
        >
          <StateIcon state={state} />
          {t(`states.${state}`)}
          {reviewer !== undefined && ` ${t('by', { person: reviewer })}`}
        </Typography>
      </Box>
      {probabilities === undefined ? (
        <Typography variant="caption" color="text.secondary">
          {t('drawnByPerson')}
        </Typography>
      ) : (
        <Box>
          <ProbabilityBars probabilities={probabilities} />
          <JudgementNotes table={table} row={row} />
        </Box>
      )}
      <Typography variant="caption" color="text.secondary">
        {facts.join(' · ')}
      </Typography>
    </Box>
  );
}
