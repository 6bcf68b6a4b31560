import { Box } from '@mui/material';
import { useLayoutEffect, useRef } from 'react';
import type { CellExplanation } from '../../../main/domain/cellExplanation.ts';
import { type CellTable, cellIdAt } from '../../../main/domain/cellTable.ts';
import { cellUrl } from '../../../preload/contract/pictureUrls.ts';
import { boxRevision } from '../common/boxRevision.ts';
import { heatOverlay } from './heatOverlay.ts';

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
      <img
        alt=""
        src={cellUrl(slideId, cellIdAt(table, row), {
          edgePx: seen.widthPx,
          outPx: picturePx,
          revision: boxRevision(table, row),
        })}
      />
      <canvas ref={canvas} width={heatPx} height={heatPx} />
      <svg viewBox="0 0 1 1" aria-hidden="true">
        {(['#000000', '#FFFFFF'] as const).map((colour) => (
          <rect
            key={colour}
            x={(box.xPx - seen.xPx) / seen.widthPx}
            y={(box.yPx - seen.yPx) / seen.heightPx}
            width={box.widthPx / seen.widthPx}
            height={box.heightPx / seen.heightPx}
            fill="none"
            stroke={colour}
            strokeWidth={colour === '#000000' ? 0.012 : 0.005}
            {...(colour === '#FFFFFF' && { strokeDasharray: '0.03 0.02' })}
          />
        ))}
      </svg>
    </Box>
  );
}
