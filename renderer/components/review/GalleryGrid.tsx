import { Box } from '@mui/material';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CropRow } from './CropRow.tsx';
import { tileDomId } from './CropTile.tsx';
import { GroupHead } from './GroupHead.tsx';
import type { Gallery } from './gallery.ts';
import { headOfRow, rowAtPx, scrollToShow, startOfCell } from './galleryLayout.ts';
import type { GalleryFocus } from './useGalleryFocus.ts';
import { sidePx } from './useGalleryView.ts';

/** Rows kept beside the window: what a wheel turns by in a frame is there already. */
const overscanRows = 6;

/** The cells, class under class, of which only the rows in the window are there. The grid has the keyboard focus and
 *  names the cell in focus. */
export function GalleryGrid(given: {
  readonly gallery: Gallery;
  readonly focus: GalleryFocus;
  readonly cropPx: number;
  readonly edgePx: number;
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly onWidth: (widthPx: number) => void;
  readonly onPress: (cellId: number, event: MouseEvent) => void;
  readonly onOpen: (cellId: number) => void;
}) {
  const { gallery, focus, grid, onWidth } = given;
  const { layout } = gallery;
  const { t } = useTranslation('review');
  const head = useRef(0);
  const virtualizer = useVirtualizer({
    count: layout.rows.length,
    getScrollElement: () => grid.current,
    estimateSize: (index) => (layout.startsPx[index + 1] ?? 0) - (layout.startsPx[index] ?? 0),
    // another layout has other heights: the keys are new with it
    getItemKey: useCallback((index: number) => `${index}-${layout.startsPx[index]}`, [layout]),
    overscan: overscanRows,
    rangeExtractor: (range) => {
      head.current = headOfRow(layout, rowAtPx(layout, grid.current?.scrollTop ?? 0));
      const indexes = defaultRangeExtractor(range);
      return indexes.includes(head.current) ? indexes : [head.current, ...indexes];
    },
  });
  useWidth(grid, onWidth);
  useFocusInView(gallery, focus.id, grid);
  return (
    <Box
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label={t('gallery')}
      aria-multiselectable
      aria-rowcount={layout.rows.length}
      aria-colcount={layout.columns}
      aria-activedescendant={focus.id === undefined ? undefined : tileDomId(focus.id)}
      sx={{
        flex: 1,
        minHeight: 0,
        overflow: 'auto',
        overflowAnchor: 'none',
        '&:focus-visible': { outlineOffset: -2 },
      }}
    >
      <Box
        role="presentation"
        sx={{ position: 'relative' }}
        style={{ height: layout.startsPx[layout.rows.length] ?? 0 }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = layout.rows[item.index];
          if (row === undefined) return null;
          const isSticky = item.index === head.current && row.kind === 'head';
          return (
            <Box
              key={item.key}
              role="row"
              aria-rowindex={item.index + 1}
              sx={{ left: 0, right: 0, px: `${sidePx}px`, top: 0, zIndex: row.kind === 'head' ? 2 : 1 }}
              style={
                isSticky
                  ? { position: 'sticky', height: item.size }
                  : { position: 'absolute', height: item.size, transform: `translateY(${item.start}px)` }
              }
            >
              {row.kind === 'head' ? (
                <GroupHead {...row} shownCount={layout.cells.length} onSelect={focus.selectGroup} />
              ) : (
                <CropRow
                  gallery={gallery}
                  from={row.from}
                  to={row.to}
                  focusedId={focus.id}
                  selected={focus.selected}
                  cropPx={given.cropPx}
                  edgePx={given.edgePx}
                  onPress={given.onPress}
                  onOpen={given.onOpen}
                />
              )}
            </Box>
          );
        })}
      </Box>
    </Box>
  );
}

function useWidth(grid: RefObject<HTMLElement | null>, onWidth: (widthPx: number) => void): void {
  useEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => onWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [grid, onWidth]);
}

/** Cells that come and go above leave the cell in focus where it is on the screen; a new one in focus is scrolled to. */
function useFocusInView(gallery: Gallery, id: number | undefined, grid: RefObject<HTMLElement | null>): void {
  const before = useRef({ gallery, id });
  useLayoutEffect(() => {
    const element = grid.current;
    const { gallery: oldGallery, id: oldId } = before.current;
    before.current = { gallery, id };
    if (element === null || id === undefined) return;
    const place = gallery.placeOf(id);
    const oldPlace = oldGallery.placeOf(id);
    if (place < 0) return;
    if (oldGallery !== gallery && oldPlace >= 0)
      element.scrollTop += startOfCell(gallery.layout, place) - startOfCell(oldGallery.layout, oldPlace);
    if (oldId !== id)
      element.scrollTop = scrollToShow(gallery.layout, place, {
        topPx: element.scrollTop,
        heightPx: element.clientHeight,
      });
  }, [gallery, id, grid]);
}
