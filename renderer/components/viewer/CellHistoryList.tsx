import { Box, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { type CellAtRevision, useCellHistory } from '../../hooks/useCellHistory.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { ErrorText } from '../common/ErrorText.tsx';

/** Everything that was said of a cell, by models and people, first to last. */
export function CellHistoryList(given: CellAtRevision) {
  const { t } = useTranslation('viewer');
  const format = useFormat();
  const { data, error } = useCellHistory(given);
  if (error !== null)
    return (
      <Typography variant="caption">
        <ErrorText error={error} />
      </Typography>
    );
  if (data === undefined) return null;
  return (
    <Box component="ol" sx={{ m: 0, pl: 2.5, fontSize: 12, '& li': { mb: 0.75 } }}>
      {data.predictions.map((prediction) => (
        <li key={prediction.modelName}>
          <ClassMark verdict={prediction.cellClass} short />
          <Typography variant="caption" color="text.secondary" component="div">
            {prediction.modelName}
          </Typography>
        </li>
      ))}
      {data.reviews.map((review) => (
        <li key={review.id}>
          {review.verdict === undefined ? t('cell.withdrawn') : <ClassMark verdict={review.verdict} short />}
          <Typography variant="caption" color="text.secondary" component="div">
            {review.reviewer}, {format.dateTime(review.at)}
          </Typography>
        </li>
      ))}
      {data.reviews.length === 0 && <li>{t('cell.historyEmpty')}</li>}
    </Box>
  );
}
