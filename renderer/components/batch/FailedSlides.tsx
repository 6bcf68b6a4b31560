import { Box, Button, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { BatchSummary } from '../../../main/domain/batchSummary.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { useErrorName } from '../../hooks/useErrorName.ts';

const mostListed = 8;

/** Slides that could not be scanned, by reason, most frequent first. */
export function FailedSlides(given: {
  readonly failures: BatchSummary['failures'];
  readonly onRetry: (slideIds: readonly SlideId[]) => void;
}) {
  const { failures, onRetry } = given;
  const { t } = useTranslation('batch');
  const nameOf = useErrorName();
  if (failures.length === 0) return null;
  return (
    <Box component="section" aria-labelledby="failed-slides" sx={{ mt: 3 }}>
      <Typography variant="h3" id="failed-slides" sx={{ mb: 0.5 }}>
        {t('failed.title')}
      </Typography>
      {failures.map(({ code, count, slides }) => (
        <Box key={code} sx={{ borderTop: 1, borderColor: 'divider', py: 1 }}>
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
            <Typography sx={{ flex: 1, fontWeight: 600 }}>
              {nameOf(code) ?? code}
              {` (${count})`}
            </Typography>
            <Button variant="outlined" onClick={() => onRetry(slides.map(({ slideId }) => slideId))}>
              {t('failed.retry', { count })}
            </Button>
          </Box>
          <Box component="ul" sx={{ m: 0, pl: 2.5, color: 'text.secondary', fontSize: 13 }}>
            {slides.slice(0, mostListed).map(({ slideId, name, message }) => (
              <Box component="li" key={slideId} sx={{ overflowWrap: 'anywhere' }}>
                <Box component="strong" sx={{ color: 'text.primary' }}>
                  {name}
                </Box>{' '}
                <span lang="en">{message}</span>
              </Box>
            ))}
          </Box>
          {count > mostListed && (
            <Typography variant="caption" color="text.secondary" sx={{ pl: 2.5 }}>
              {t('more', { count: count - mostListed })}
            </Typography>
          )}
        </Box>
      ))}
    </Box>
  );
}
