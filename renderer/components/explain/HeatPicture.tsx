import { Box } from '@mui/material';
import { useLayoutEffect, useRef } from 'react';
import type { PixelBox } from '../../../main/domain/cell.ts';
import type { CellExplanation } from '../../../main/domain/cellExplanation.ts';
import { type CellTable, cellIdAt } from '../../../main/domain/cellTable.ts';
import { cellUrl } from '../../../preload/contract/pictureUrls.ts';
import { boxRevision } from '../common/boxRevision.ts';
import { fieldInWindow, inWindow, isMirrored } from './fieldInWindow.ts';
import { heatOverlay } from './heatOverlay.ts';
import { SeenPicture } from './SeenPicture.tsx';

/** Points across the map: the grid behind it is coarser by far. */
const heatPx = 96;
/** A picture of what the network saw; few stations show it larger. */
const picturePx = 384;

/** What the network saw of a cell, with what spoke for a class over it and the cell's box. */
export function HeatPicture(given: {
  readonly table: CellTable;
  readonly row: number;
  readonly explanation: CellExplanation;
  readonly opacity: number;
  /** what it shows, for who does not see it */
  readonly label: string;
}) {
  const { table, row, explanation, opacity, label } = given;
  const { heat, window: seen, box } = explanation;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const ink = canvas.current?.getContext('2d');
    ink?.putImageData(new ImageData(heatOverlay(heat, heatPx, opacity), heatPx, heatPx), 0, 0);
  }, [heat, opacity]);
  const { slideId } = table;
  return (
    <Box
      role="img"
      aria-label={label}
      sx={{
        position: 'relative',
        aspectRatio: '1',
        borderRadius: 1,
        overflow: 'hidden',
        bgcolor: '#111418',
        '& > *': { position: 'absolute', inset: 0, width: '100%', height: '100%' },
      }}
    >
      <SeenPicture
        address={cellUrl(slideId, cellIdAt(table, row), {
          edgePx: seen.widthPx,
          outPx: picturePx,
          revision: boxRevision(table, row),
        })}
        field={fieldInWindow(explanation)}
      />
      <canvas ref={canvas} width={heatPx} height={heatPx} />
      <svg viewBox="0 0 1 1" aria-hidden="true">
        {isMirrored(explanation) && <Outline box={fieldInWindow(explanation)} dashes="0.01 0.015" />}
        <Outline box={inWindow(box, seen)} dashes="0.03 0.02" />
      </svg>
    </Box>
  );
}

/** A box on any ground: white dashes on black. */
function Outline({ box, dashes }: { readonly box: PixelBox; readonly dashes: string }) {
  const { xPx: x, yPx: y, widthPx: width, heightPx: height } = box;
  return (
    <>
      <rect {...{ x, y, width, height }} fill="none" stroke="#000000" strokeWidth={0.012} />
      <rect
        {...{ x, y, width, height }}
        fill="none"
        stroke="#FFFFFF"
        strokeWidth={0.005}
        strokeDasharray={dashes}
      />
    </>
  );
}
