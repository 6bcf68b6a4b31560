import BlurOn from '@mui/icons-material/BlurOn';
import { Box, Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { CellHeat } from './CellHeat.tsx';
import type { HeatView } from './useHeatView.ts';

/** The picture of a cell, and by its button or key E what the network looked at instead. */
export function ExplainedCell(given: {
  readonly table: CellTable;
  readonly row: number;
  readonly view: HeatView;
  /** the picture as it is without a map */
  readonly picture: ReactNode;
}) {
  const { table, row, view, picture } = given;
  const { t } = useTranslation('explain');
  // right under the picture, on or off: it stays where it was pressed
  const toggle = (
    <Button
      size="small"
      color="inherit"
      variant="outlined"
      startIcon={<BlurOn />}
      aria-pressed={view.isOn}
      aria-keyshortcuts="E"
      onClick={view.toggle}
      sx={{
        borderColor: 'divider',
        fontWeight: 500,
        '&[aria-pressed="true"]': { borderColor: 'primary.main', bgcolor: 'action.selected' },
      }}
    >
      {t('toggle')}
    </Button>
  );
  return (
    <Box sx={{ display: 'grid', gap: 0.75, minWidth: 0 }}>
      {view.isOn ? (
        <CellHeat table={table} row={row} view={view} picture={picture} toggle={toggle} />
      ) : (
        <>
          {picture}
          {toggle}
        </>
      )}
    </Box>
  );
}
