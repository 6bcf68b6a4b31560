import { Box } from '@mui/material';
import { type ReactNode, type RefObject, useEffect } from 'react';
import type { LeftOutField } from '../../../main/domain/scan.ts';
import { slideGround } from '../../theme.ts';
import type { Viewer } from './createSlideViewer.ts';
import { filterOf, gammaFilterId, type ImageLook } from './imageLook.ts';
import { type CellLayerState, useCellLayer } from './useCellLayer.ts';
import { useNavigatorMarks } from './useNavigatorMarks.ts';
import type { usePointerTools } from './usePointerTools.ts';

/** The slide with its cells over it. */
export function SlideCanvas(given: {
  readonly elementRef: RefObject<HTMLDivElement | null>;
  readonly viewer: Viewer | undefined;
  readonly layer: CellLayerState;
  /** fields that the scan left out */
  readonly leftOut: readonly LeftOutField[];
  readonly look: ImageLook;
  readonly pointer: ReturnType<typeof usePointerTools>['handlers'];
  readonly cursor: 'grab' | 'crosshair' | 'pointer';
  readonly label: string;
  readonly children: ReactNode;
}) {
  const { elementRef, viewer, layer, leftOut, look, pointer, cursor, label, children } = given;
  useCellLayer(viewer, layer);
  useNavigatorMarks(viewer, layer.table, leftOut);
  useEffect(() => {
    const canvas = viewer?.drawer?.canvas;
    if (canvas instanceof HTMLElement) canvas.style.filter = filterOf(look);
  }, [viewer, look]);
  return (
    <Box
      role="application"
      aria-label={label}
      tabIndex={0}
      sx={{
        position: 'relative',
        flex: 1,
        minWidth: 0,
        overflow: 'hidden',
        bgcolor: slideGround,
        touchAction: 'none',
        '& .navigator': { border: '1px solid #4A525A !important', bgcolor: `${slideGround} !important` },
        '& .openseadragon-canvas': { cursor, outline: 'none' },
        '&:focus-visible': { outlineOffset: -3 },
      }}
      {...pointer}
    >
      <svg width={0} height={0} aria-hidden="true" style={{ position: 'absolute' }}>
        <filter id={gammaFilterId} colorInterpolationFilters="sRGB">
          <feComponentTransfer>
            <feFuncR type="gamma" exponent={1 / look.gamma} />
            <feFuncG type="gamma" exponent={1 / look.gamma} />
            <feFuncB type="gamma" exponent={1 / look.gamma} />
          </feComponentTransfer>
        </filter>
      </svg>
      <Box ref={elementRef} sx={{ position: 'absolute', inset: 0 }} />
      {children}
    </Box>
  );
}
