import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import { type CellTable, standingAt, verdictAt } from '../../../main/domain/cellTable.ts';
import type { PixelSize } from '../../../main/domain/pixelSize.ts';
import type { HeatView } from '../explain/useHeatView.ts';
import { CellPanel } from './CellPanel.tsx';
import { ClassButtons } from './ClassButtons.tsx';
import { FilterPanel } from './FilterPanel.tsx';
import { ImagePanel } from './ImagePanel.tsx';
import type { ImageLook } from './imageLook.ts';
import type { CellSelection } from './useCellSelection.ts';
import type { useCellView } from './useCellView.ts';

/** What is selected, which cells are shown, how the picture looks. */
export function SidePanel(given: {
  readonly table: CellTable | undefined;
  readonly view: ReturnType<typeof useCellView>;
  readonly selection: CellSelection;
  readonly pixelSize: PixelSize | undefined;
  readonly look: ImageLook;
  readonly heat: HeatView;
  readonly onLook: (look: ImageLook) => void;
  readonly onLabel: (verdict: Verdict | null) => void;
}) {
  const { table, view, selection, pixelSize, look, heat, onLook, onLabel } = given;
  const { t } = useTranslation('viewer');
  const { rows, only } = selection;
  return (
    <Box
      component="aside"
      aria-label={t('panel.label')}
      // it scrolls: who works by keys has to be able to scroll it
      tabIndex={0}
      sx={{
        width: 300,
        flexShrink: 0,
        overflowY: 'auto',
        overflowX: 'hidden',
        bgcolor: 'panel',
        borderLeft: 1,
        borderColor: 'divider',
        '&:focus-visible': { outlineOffset: -3 },
      }}
    >
      {table !== undefined && (
        <>
          <Box
            component="section"
            aria-label={t('panel.cell')}
            sx={{ p: 1.5, borderBottom: 1, borderColor: 'divider' }}
          >
            <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
              {rows.length > 1 ? t('cell.many', { count: rows.length }) : t('panel.cell')}
            </Typography>
            {rows.length === 0 && (
              <Typography variant="body2" color="text.secondary">
                {t('cell.none')}
              </Typography>
            )}
            {rows.length > 0 && (
              <ClassButtons
                standing={only === undefined ? undefined : standingAt(table, only)}
                isReviewed={rows.some((row) => verdictAt(table, row) !== undefined)}
                onLabel={onLabel}
              />
            )}
            {only !== undefined && <CellPanel table={table} row={only} pixelSize={pixelSize} heat={heat} />}
          </Box>
          <FilterPanel
            table={table}
            filter={view.filter}
            shownCount={view.shownCount}
            isBlast={view.isBlast}
            onChange={view.setFilter}
          />
        </>
      )}
      <ImagePanel look={look} onChange={onLook} />
    </Box>
  );
}
