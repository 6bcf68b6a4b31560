import Biotech from '@mui/icons-material/Biotech';
import Hourglass from '@mui/icons-material/HourglassEmpty';
import { Box, Button, Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'wouter';
import type { SlideId } from '../../main/domain/slide.ts';
import { EmptyState } from '../components/common/EmptyState.tsx';
import { ErrorState } from '../components/common/ErrorState.tsx';
import { PageHeader } from '../components/common/PageHeader.tsx';
import { ReviewActions } from '../components/review/ReviewActions.tsx';
import { ReviewDesk } from '../components/review/ReviewDesk.tsx';
import { useCellTable } from '../hooks/useCellTable.ts';
import { useFormat } from '../hooks/useFormat.ts';
import { rememberSlide } from '../hooks/useLastSlide.ts';
import { useWorklist } from '../hooks/useWorklist.ts';
import { lab } from '../lab.ts';
import { reportsPath, routes, viewerPath } from '../routes.ts';

/** The cells of one slide by class: confirm, correct, count. */
export function ReviewPage() {
  const slideId = (useParams<{ slideId: string }>().slideId ?? '') as SlideId;
  useEffect(() => rememberSlide(slideId), [slideId]);
  // another slide starts with a focus, filter and queue of its own
  return <ReviewOfSlide key={slideId} slideId={slideId} />;
}

function ReviewOfSlide({ slideId }: { readonly slideId: SlideId }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const [, navigate] = useLocation();
  const cells = useCellTable(slideId);
  const row = useWorklist().data?.rows.find((one) => one.slideId === slideId);
  const umPerPx = useUmPerPx(slideId, cells.isSuccess);
  const table = cells.data;
  const toWorklist = (
    <Button variant="outlined" onClick={() => navigate(routes.worklist)}>
      {t('toWorklist')}
    </Button>
  );
  const show = (): ReactNode => {
    if (row !== undefined && row.scan === undefined)
      return (
        <EmptyState
          icon={<Hourglass />}
          title={t('noScanTitle')}
          text={t('noScanText')}
          actions={toWorklist}
        />
      );
    if (cells.isError) return <ErrorState error={cells.error} onRetry={() => void cells.refetch()} />;
    if (table === undefined) return <GallerySkeleton label={t('loading')} />;
    if (table.count === 0)
      return (
        <EmptyState
          icon={<Biotech />}
          title={t('noCellsTitle')}
          text={t('noCellsText')}
          actions={
            <>
              {toWorklist}
              <Button variant="contained" onClick={() => navigate(viewerPath(slideId))}>
                {t('openViewer')}
              </Button>
            </>
          }
        />
      );
    return (
      <ReviewDesk
        key={table.scanId}
        stored={table}
        umPerPx={umPerPx}
        onReport={() => navigate(reportsPath(slideId))}
      />
    );
  };
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <PageHeader
        title={t('title')}
        {...(row !== undefined && {
          subtitle:
            table === undefined
              ? row.name
              : t('subtitle', {
                  slide: row.name,
                  cells: format.count(table.count),
                  model: row.scan?.modelName ?? '',
                }),
        })}
        actions={table !== undefined && <ReviewActions slideId={slideId} />}
      />
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>{show()}</Box>
    </Box>
  );
}

/** Micrometres a pixel; undefined where nobody knows, and sizes are told in pixels. A slide whose file is away can be
 *  reviewed all the same. */
function useUmPerPx(slideId: SlideId, isWanted: boolean): number | undefined {
  const { data } = useQuery({
    queryKey: ['opened-slide', slideId],
    queryFn: () => lab.openSlide({ slideId }),
    enabled: isWanted,
  });
  const pixelSize = data?.pixelSize;
  return pixelSize === undefined ? undefined : Math.sqrt(pixelSize.xUm * pixelSize.yUm);
}

function GallerySkeleton({ label }: { readonly label: string }) {
  return (
    <Box
      role="status"
      aria-label={label}
      sx={{ p: 2, display: 'grid', gap: 1, gridTemplateColumns: 'repeat(auto-fill, 88px)' }}
    >
      {Array.from({ length: 60 }, (_, at) => at).map((at) => (
        <Skeleton key={at} variant="rounded" width={88} height={108} />
      ))}
    </Box>
  );
}
