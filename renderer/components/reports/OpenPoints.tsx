import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import InfoOutlined from '@mui/icons-material/InfoOutlined';
import WarningAmber from '@mui/icons-material/WarningAmberOutlined';
import { Box, Button, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { assertNever } from '../../../main/domain/assertNever.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { OpenPoint } from '../../../preload/contract/reportCalls.ts';
import { reviewPath } from '../../routes.ts';

/** Whether a point keeps the report from being signed; the others are printed in it. */
export function isBlocking({ kind }: OpenPoint): boolean {
  return kind === 'must-see';
}

/** What is still to be done before a report is signed, and what it will say. */
export function OpenPoints({
  slideId,
  points,
}: {
  readonly slideId: SlideId;
  readonly points: readonly OpenPoint[];
}) {
  const { t } = useTranslation('reports');
  const blockingCount = points.filter(isBlocking).length;
  const say = (point: OpenPoint): string => {
    switch (point.kind) {
      case 'must-see':
        return t('points.mustSee', { count: point.unseenCount });
      case 'failed-fields':
        return t('points.failedFields', { count: point.count });
      case 'warning':
        return point.text;
      default:
        return assertNever(point);
    }
  };
  return (
    <Box component="section" aria-labelledby="points-title">
      <Typography id="points-title" variant="h2" sx={{ mb: 1 }}>
        {t('points.title')}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, mb: points.length > 0 ? 1.5 : 0 }}>
        {blockingCount === 0 ? (
          <CheckCircle color="success" fontSize="small" aria-hidden />
        ) : (
          <WarningAmber color="warning" fontSize="small" aria-hidden />
        )}
        <Typography variant="body2">
          {blockingCount === 0 ? t('points.nothing') : t('points.blocking', { count: blockingCount })}
        </Typography>
      </Box>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}>
        {points.map((point) => (
          <Box component="li" key={say(point)} sx={{ display: 'flex', gap: 1 }}>
            {isBlocking(point) ? (
              <WarningAmber color="warning" fontSize="small" titleAccess={t('points.blocks')} />
            ) : (
              <InfoOutlined color="disabled" fontSize="small" titleAccess={t('points.notice')} />
            )}
            <Box sx={{ minWidth: 0 }}>
              <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
                {say(point)}
              </Typography>
              {point.kind === 'must-see' && (
                <Button component={Link} href={reviewPath(slideId)} sx={{ ml: -0.5 }}>
                  {t('points.toReview')}
                </Button>
              )}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
