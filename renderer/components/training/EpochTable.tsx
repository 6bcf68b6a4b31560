import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { TrainingEpoch } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';

/** What the curves show, in numbers; newest epoch first. */
export function EpochTable(given: {
  readonly epochs: readonly TrainingEpoch[];
  readonly chosenEpoch: number | undefined;
}) {
  const { epochs, chosenEpoch } = given;
  const { t } = useTranslation('training');
  const format = useFormat();
  const columns = [
    `${t('curves.loss')}, ${t('curves.train')}`,
    `${t('curves.loss')}, ${t('curves.validation')}`,
    `${t('curves.accuracy')}, ${t('curves.train')}`,
    `${t('curves.accuracy')}, ${t('curves.validation')}`,
    t('curves.macroF1'),
  ];
  return (
    <TableContainer sx={{ maxHeight: 232 }} tabIndex={0} role="region" aria-label={t('curves.tableLabel')}>
      <Table size="small" stickyHeader aria-label={t('curves.tableLabel')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('curves.epoch')}</TableCell>
            {columns.map((column) => (
              <TableCell key={column} align="right">
                {column}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {epochs.toReversed().map((one) => (
            <TableRow key={one.epoch} selected={one.epoch === chosenEpoch}>
              <TableCell component="th" scope="row">
                {one.epoch === chosenEpoch
                  ? t('curves.chosen', { epoch: format.count(one.epoch) })
                  : format.count(one.epoch)}
              </TableCell>
              <TableCell align="right">{format.number(one.trainLoss, 4)}</TableCell>
              <TableCell align="right">{format.number(one.validationLoss, 4)}</TableCell>
              <TableCell align="right">
                {one.trainAccuracy === undefined ? t('curves.unknown') : format.percent(one.trainAccuracy)}
              </TableCell>
              <TableCell align="right">{format.percent(one.validationAccuracy)}</TableCell>
              <TableCell align="right">{format.number(one.validationMacroF1, 3)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
