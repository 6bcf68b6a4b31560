import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { type CellTable, predictedAt, strangenessAt } from '../../../main/domain/cellTable.ts';
import { precisionOf } from '../../../main/domain/engine.ts';
import { isStrange } from '../../../main/domain/judgement.ts';
import { useFormat } from '../../hooks/useFormat.ts';

/** The bar ends at twice the limit: beyond it strange is strange. */
const barLimits = 2;

/** How sure the model may be taken to be of a cell: how strange the cell is to it, whether its probabilities are
 *  calibrated, and what computed them. Nothing of a cell that it has not judged. */
export function JudgementNotes({ table, row }: { readonly table: CellTable; readonly row: number }) {
  const { t } = useTranslation('viewer');
  const { model } = table;
  if (predictedAt(table, row) === undefined) return null;
  return (
    <Box sx={{ display: 'grid', gap: 0.5, mt: 0.5 }}>
      <Strangeness value={strangenessAt(table, row)} />
      <Typography variant="caption" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
        {t(model.isCalibrated ? 'judged.calibrated' : 'judged.uncalibrated')}{' '}
        {t(precisionOf(model.engine ?? '') === 'int8' ? 'judged.byInt8' : 'judged.byFp32', {
          model: model.fullName,
          engine: model.engine ?? t('judged.oldEngine'),
        })}
      </Typography>
    </Box>
  );
}

function Strangeness({ value }: { readonly value: number | undefined }) {
  const { t } = useTranslation('viewer');
  const format = useFormat();
  if (value === undefined)
    return (
      <Typography variant="caption" color="text.secondary">
        {t('judged.unmeasured')}
      </Typography>
    );
  const strange = isStrange({ strangeness: value });
  const words = t(strange ? 'judged.strange' : 'judged.familiar', { ratio: format.number(value, 1) });
  return (
    <Box>
      <Typography
        variant="caption"
        component="div"
        sx={strange ? { fontWeight: 600, color: 'warning.main' } : { color: 'text.secondary' }}
      >
        {words}
      </Typography>
      <Box
        aria-hidden="true"
        sx={{ position: 'relative', height: 8, bgcolor: 'action.hover', borderRadius: 1 }}
      >
        <Box
          sx={{ height: 8, borderRadius: 1, bgcolor: strange ? 'warning.main' : 'text.secondary' }}
          style={{ width: `${(100 * Math.min(value, barLimits)) / barLimits}%` }}
        />
        <Box
          sx={{ position: 'absolute', top: -2, height: 12, width: 2, bgcolor: 'text.primary' }}
          style={{ left: `${100 / barLimits}%` }}
        />
      </Box>
    </Box>
  );
}
