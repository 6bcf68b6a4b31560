import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { CellTable } from '../../../main/domain/cellTable.ts';
import { CellFacts } from './CellFacts.tsx';

export const compareCounts = { least: 2, most: 6 } as const;

/** Two to six cells large at one scale, beside each other. */
export function CompareDialog(given: {
  readonly table: CellTable;
  readonly cellIds: readonly number[];
  readonly edgePx: number;
  readonly umPerPx: number | undefined;
  readonly onClose: () => void;
}) {
  const { table, cellIds, edgePx, umPerPx, onClose } = given;
  const { t } = useTranslation('review');
  const { t: common } = useTranslation('common');
  const columns = cellIds.length === 4 ? 2 : Math.min(3, cellIds.length);
  return (
    <Dialog open onClose={onClose} maxWidth="lg" fullWidth aria-labelledby="compare-title">
      <DialogTitle id="compare-title">{t('compareTitle')}</DialogTitle>
      <DialogContent>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
          {cellIds.map((id) => {
            const row = table.ids.indexOf(id);
            return row < 0 ? null : (
              <CellFacts key={id} table={table} row={row} edgePx={edgePx} picturePx={360} umPerPx={umPerPx} />
            );
          })}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {common('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
