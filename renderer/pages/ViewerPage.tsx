import { Alert, Box, Button } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams, useSearch } from 'wouter';
import type { SlideId } from '../../main/domain/slide.ts';
import { ErrorState } from '../components/common/ErrorState.tsx';
import { ErrorText } from '../components/common/ErrorText.tsx';
import { LoadingState } from '../components/common/LoadingState.tsx';
import { PageHeader } from '../components/common/PageHeader.tsx';
import { SlideWorkspace } from '../components/viewer/SlideWorkspace.tsx';
import { useCellTable } from '../hooks/useCellTable.ts';
import { useFormat } from '../hooks/useFormat.ts';
import { useLabEvent } from '../hooks/useLabEvent.ts';
import { rememberSlide } from '../hooks/useLastSlide.ts';
import { lab } from '../lab.ts';
import { reportsPath, reviewPath } from '../routes.ts';

/** One slide with its cells. The address may ask for a cell, `?cell=`. */
export function ViewerPage() {
  const { slideId: id = '' } = useParams<{ slideId: string }>();
  const search = new URLSearchParams(useSearch());
  const asked = Number(search.get('cell') ?? Number.NaN);
  const slideId = id as SlideId;
  return (
    <OpenSlide
      key={slideId}
      slideId={slideId}
      askedCell={Number.isInteger(asked) ? asked : undefined}
      isDetached={search.get('window') === 'viewer'}
    />
  );
}

function OpenSlide(given: {
  readonly slideId: SlideId;
  readonly askedCell: number | undefined;
  readonly isDetached: boolean;
}) {
  const { slideId, askedCell, isDetached } = given;
  const { t } = useTranslation('viewer');
  const format = useFormat();
  const [, navigate] = useLocation();
  const slide = useQuery({
    queryKey: ['opened-slide', slideId],
    queryFn: () => lab.openSlide({ slideId }),
    gcTime: 0,
  });
  const cells = useCellTable(slideId);
  useEffect(() => rememberSlide(slideId), [slideId]);
  useLabEvent('worklist-changed', ({ slideIds }) => {
    // a scan tells the size of a pixel and which fields it left out
    if (slideIds.includes(slideId) && slide.data?.row.scan === undefined) void slide.refetch();
  });

  if (slide.isError) return <ErrorState error={slide.error} onRetry={() => void slide.refetch()} />;
  if (slide.data === undefined) return <LoadingState label={t('loading')} />;
  const { row } = slide.data;
  const isScanned = row.scan !== undefined;
  const table = cells.data;
  const reviewedCount = table?.verdict.reduce((sum, verdict) => sum + Number(verdict >= 0), 0) ?? 0;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <PageHeader
        title={row.name}
        subtitle={
          table === undefined
            ? row.folderName
            : t('subtitle', { cells: format.count(table.count), reviewed: format.count(reviewedCount) })
        }
        actions={
          !isDetached &&
          isScanned && (
            <>
              <Button variant="outlined" onClick={() => navigate(reviewPath(slideId))}>
                {t('toReview')}
              </Button>
              <Button variant="outlined" onClick={() => navigate(reportsPath(slideId))}>
                {t('toReport')}
              </Button>
            </>
          )
        }
      />
      {!isScanned && <Alert severity="info">{t('notScanned')}</Alert>}
      {isScanned && cells.isPending && (
        <Alert severity="info" icon={false} role="status">
          {t('loadingCells')}
        </Alert>
      )}
      {isScanned && cells.isError && (
        <Alert
          severity="error"
          action={<Button onClick={() => void cells.refetch()}>{t('readAgain')}</Button>}
        >
          <ErrorText error={cells.error} />
        </Alert>
      )}
      {table?.count === 0 && <Alert severity="info">{t('noCells')}</Alert>}
      <SlideWorkspace
        slideId={slideId}
        slide={slide.data}
        table={table}
        isDetached={isDetached}
        askedCell={askedCell}
      />
    </Box>
  );
}
