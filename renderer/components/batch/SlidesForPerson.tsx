import { Box, Button, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../main/domain/batchSummary.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { useFormat } from '../../hooks/useFormat.ts';

/** More are counted, not listed: the worklist's filter shows them. */
const mostListed = 50;

/** Scanned slides with cells that somebody must see, or with warnings. */
export function SlidesForPerson(given: {
  readonly slides: BatchSummary['forPerson'];
  readonly onOpen: (slideId: SlideId) => void;
}) {
  const { slides, onOpen } = given;
  const { t } = useTranslation('batch');
  const format = useFormat();
  if (slides.length === 0) return null;
  return (
    <Box component="section" aria-labelledby="for-person" sx={{ mt: 3 }}>
      <Typography variant="h3" id="for-person" sx={{ mb: 0.5 }}>
        {t('forPerson.title', { count: slides.length })}
      </Typography>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t('forPerson.slide')}</TableCell>
            <TableCell align="right">{t('forPerson.unseen')}</TableCell>
            <TableCell>{t('forPerson.notes')}</TableCell>
            <TableCell />
          </TableRow>
        </TableHead>
        <TableBody>
          {slides.slice(0, mostListed).map(({ slideId, name, unseenCount, warnings, failedFieldCount }) => (
            <TableRow key={slideId}>
              <TableCell sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{name}</TableCell>
              <TableCell align="right">{format.count(unseenCount)}</TableCell>
              <TableCell sx={{ color: 'text.secondary' }}>
                {failedFieldCount > 0 && (
                  <div>{t('forPerson.failedFields', { count: failedFieldCount })}</div>
                )}
                {warnings.map((warning) => (
                  <div key={warning} lang="en">
                    {warning}
                  </div>
                ))}
              </TableCell>
              <TableCell align="right" padding="none">
                <Button aria-label={t('forPerson.openOf', { name })} onClick={() => onOpen(slideId)}>
                  {t('forPerson.open')}
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {slides.length > mostListed && (
        <Typography variant="caption" color="text.secondary">
          {t('more', { count: slides.length - mostListed })}
        </Typography>
      )}
    </Box>
  );
}
