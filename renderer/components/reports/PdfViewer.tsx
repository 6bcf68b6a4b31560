import { Box } from '@mui/material';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../hooks/useShortcuts.tsx';
import { slideGround } from '../../theme.ts';
import { ErrorState } from '../common/ErrorState.tsx';
import { LoadingState } from '../common/LoadingState.tsx';
import { PdfPage } from './PdfPage.tsx';
import { PdfToolbar } from './PdfToolbar.tsx';
import { useOpenedPdf } from './useOpenedPdf.ts';
import { fitWidth, stepZoom } from './zoomSteps.ts';

/** Room beside a page, pixels. */
const marginPx = 48;
/** A page is not made wider than this to fill a wide window. */
const widestFitPx = 900;

/** A PDF page by page. @param url of the window's own */
export function PdfViewer({ url, label }: { readonly url: string; readonly label: string }) {
  const { t } = useTranslation('reports');
  const state = useOpenedPdf(url);
  const room = useRef<HTMLDivElement>(null);
  const [roomPx, setRoomPx] = useState(800);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState<number | 'fit'>('fit');
  const [drawError, setDrawError] = useState<unknown>();
  useShortcuts(t('keysSheet.title'), [
    { keys: 'PageUp / PageDown', label: t('keysSheet.pages') },
    { keys: 'Home / End', label: t('keysSheet.ends') },
    { keys: '− / + / 0', label: t('keysSheet.zoom') },
  ]);
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setRoomPx(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // another PDF begins at its first page
  const [shownUrl, setShownUrl] = useState(url);
  if (shownUrl !== url) {
    setShownUrl(url);
    setPage(1);
    setDrawError(undefined);
  }

  const pageCount = state.kind === 'open' ? state.pdf.document.numPages : 0;
  const pageWidth = state.kind === 'open' ? state.pageWidth : 595;
  const fitted = fitWidth(pageWidth, Math.min(widestFitPx, roomPx - marginPx));
  const scale = zoom === 'fit' ? fitted : zoom;
  const go = (wanted: number) => {
    setPage(Math.min(Math.max(1, pageCount), Math.max(1, wanted)));
    room.current?.scrollTo({ top: 0 });
  };
  const keys: Readonly<Record<string, () => void>> = {
    PageDown: () => go(page + 1),
    PageUp: () => go(page - 1),
    Home: () => go(1),
    End: () => go(pageCount),
    '+': () => setZoom(stepZoom(scale, 1)),
    '-': () => setZoom(stepZoom(scale, -1)),
    '0': () => setZoom('fit'),
  };
  const error = state.kind === 'failed' ? state.error : drawError;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 }}>
      <PdfToolbar
        page={page}
        pageCount={pageCount}
        scale={scale}
        isFitted={zoom === 'fit'}
        onPage={go}
        onZoom={(direction) => setZoom(stepZoom(scale, direction))}
        onFit={() => setZoom('fit')}
      />
      <Box
        ref={room}
        role="region"
        aria-label={label}
        tabIndex={0}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (act === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          act();
        }}
        sx={{ flex: 1, minHeight: 0, overflow: 'auto', bgcolor: slideGround, color: '#E7E9EB' }}
      >
        {error !== undefined ? (
          <ErrorState error={error} />
        ) : state.kind === 'open' ? (
          <Box
            sx={{
              display: 'flex',
              justifyContent: 'safe center',
              p: 3,
              width: 'fit-content',
              minWidth: '100%',
            }}
          >
            <PdfPage
              document={state.pdf.document}
              pageNumber={Math.min(page, pageCount)}
              scale={scale}
              onError={setDrawError}
            />
          </Box>
        ) : (
          <LoadingState label={t('preview.opening')} />
        )}
      </Box>
    </Box>
  );
}
