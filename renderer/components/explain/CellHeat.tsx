import { Alert, Box, Button, LinearProgress, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { summariseHeat } from '../../../main/domain/cellExplanation.ts';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { ErrorText } from '../common/ErrorText.tsx';
import { isMirrored } from './fieldInWindow.ts';
import { HeatControls } from './HeatControls.tsx';
import { HeatPicture } from './HeatPicture.tsx';
import { useExplanation } from './useExplanation.ts';
import type { HeatView } from './useHeatView.ts';

/** What of a cell spoke for a class: map, legend, and what it does and does not show; or why there is none. */
export function CellHeat(given: {
  readonly table: CellTable;
  readonly row: number;
  readonly view: HeatView;
  /** shown until there is a map */
  readonly picture: ReactNode;
  /** stands right under the picture */
  readonly toggle: ReactNode;
}) {
  const { table, row, view, picture, toggle } = given;
  const { t } = useTranslation(['explain', 'common']);
  const format = useFormat();
  const names = useVerdictNames();
  const wanted = view.classOf(table, row);
  const { data, error, isFetching, refetch } = useExplanation(table, row, wanted);
  const summary = data && summariseHeat(data);
  const className = data === undefined ? '' : names[data.explained].full;
  const words =
    data === undefined
      ? ''
      : summary === undefined
        ? t('nothing', { name: className })
        : t('summary', {
            name: className,
            place: t(`places.${summary.row}-${summary.column}`),
            share: format.percent(summary.shareInCell, 0),
            area: format.percent(summary.areaOfCell, 0),
          });
  return (
    <>
      {data === undefined ? (
        picture
      ) : (
        <HeatPicture table={table} row={row} explanation={data} opacity={view.opacity} label={words} />
      )}
      {toggle}
      <Box role="status" sx={{ fontSize: 12, minHeight: 20 }}>
        {isFetching ? (
          <>
            {t('computing')}
            <LinearProgress aria-label={t('computing')} sx={{ mt: 0.5 }} />
          </>
        ) : (
          words
        )}
      </Box>
      {error !== null && !isFetching && (
        <Alert
          severity="warning"
          sx={{ fontSize: 12, '& .MuiAlert-message': { minWidth: 0, overflowWrap: 'anywhere' } }}
        >
          {t('failed')} <ErrorText error={error} />
          <Button
            size="small"
            color="inherit"
            onClick={() => void refetch()}
            sx={{ display: 'block', px: 0 }}
          >
            {t('common:tryAgain')}
          </Button>
        </Alert>
      )}
      <HeatControls
        chosen={wanted ?? data?.explained}
        onChoose={(cellClass) => view.choose(table, row, cellClass)}
        opacity={view.opacity}
        onOpacity={view.setOpacity}
      />
      <Typography variant="caption" color="text.secondary">
        {data !== undefined && isMirrored(data) && `${t('mirrored')} `}
        {t('meaning')}
        {data !== undefined && ` ${t('by', { model: data.modelName, engine: data.engine })}`}
      </Typography>
    </>
  );
}
