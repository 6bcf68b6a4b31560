import { Box } from '@mui/material';
import { type PDFDocumentProxy, TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** Largest canvas edge, pixels: beyond it a browser draws nothing. */
const largestEdgePx = 8192;

/** One page, drawn, with its text above it for those who select or hear it.
 *  @param scale screen pixels a PDF point */
export function PdfPage(given: {
  readonly document: PDFDocumentProxy;
  readonly pageNumber: number;
  readonly scale: number;
  readonly onError: (error: unknown) => void;
}) {
  const { document: pdf, pageNumber, scale, onError } = given;
  const { t } = useTranslation('reports');
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: onError is told of failures, it changes nothing here
  useEffect(() => {
    let isOver = false;
    let stop = () => {};
    const draw = async () => {
      const page = await pdf.getPage(pageNumber);
      if (isOver || canvas.current === null || text.current === null || frame.current === null) return;
      const viewport = page.getViewport({ scale });
      const density = Math.min(
        window.devicePixelRatio,
        largestEdgePx / Math.max(viewport.width, viewport.height),
      );
      frame.current.style.width = `${viewport.width}px`;
      frame.current.style.height = `${viewport.height}px`;
      // drawn aside, so that the page does not flash white at every zoom
      const drawn = window.document.createElement('canvas');
      drawn.width = Math.round(viewport.width * density);
      drawn.height = Math.round(viewport.height * density);
      const task = page.render({ canvas: drawn, viewport, transform: [density, 0, 0, density, 0, 0] });
      text.current.replaceChildren();
      text.current.style.setProperty('--total-scale-factor', String(scale));
      const words = new TextLayer({
        textContentSource: page.streamTextContent(),
        container: text.current,
        viewport,
      });
      stop = () => {
        task.cancel();
        words.cancel();
      };
      await Promise.all([task.promise, words.render()]);
      if (isOver || canvas.current === null) return;
      canvas.current.width = drawn.width;
      canvas.current.height = drawn.height;
      canvas.current.getContext('2d')?.drawImage(drawn, 0, 0);
    };
    draw().catch((error: unknown) => {
      if (!isOver) onError(error);
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [pdf, pageNumber, scale]);

  return (
    <Box
      ref={frame}
      role="group"
      aria-label={t('preview.page', { page: pageNumber, total: pdf.numPages })}
      sx={{
        position: 'relative',
        bgcolor: '#fff',
        boxShadow: '0 1px 6px rgba(0,0,0,0.45)',
        '& canvas': { position: 'absolute', inset: 0, width: '100%', height: '100%' },
        '& .text': {
          position: 'absolute',
          inset: 0,
          overflow: 'clip',
          lineHeight: 1,
          textAlign: 'initial',
          transformOrigin: '0 0',
          forcedColorAdjust: 'none',
          '--min-font-size': 1,
          '--text-scale-factor': 'calc(var(--total-scale-factor) * var(--min-font-size))',
          '--min-font-size-inv': 'calc(1 / var(--min-font-size))',
          '& span, & br': {
            color: 'transparent',
            position: 'absolute',
            whiteSpace: 'pre',
            cursor: 'text',
            transformOrigin: '0% 0%',
          },
          '& > :not(.markedContent), & .markedContent span:not(.markedContent)': {
            '--font-height': 0,
            '--scale-x': 1,
            '--rotate': '0deg',
            fontSize: 'calc(var(--text-scale-factor) * var(--font-height))',
            transform: 'rotate(var(--rotate)) scaleX(var(--scale-x)) scale(var(--min-font-size-inv))',
          },
          '& .markedContent': { display: 'contents' },
          '& ::selection': { background: 'rgba(0, 90, 200, 0.3)' },
        },
      }}
    >
      <canvas ref={canvas} />
      <div ref={text} className="text" />
    </Box>
  );
}
