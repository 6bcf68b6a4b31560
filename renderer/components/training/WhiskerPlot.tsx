import { Box, useTheme } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { fractionOf, type Proportion } from '../../../main/domain/gateVerdict.ts';
import { useFormat } from '../../hooks/useFormat.ts';

/** From here to 1. */
export interface WhiskerAxisRange {
  readonly from: number;
  readonly ticks: readonly number[];
}

const ranges: readonly WhiskerAxisRange[] = [
  { from: 0.8, ticks: [0.8, 0.85, 0.9, 0.95, 1] },
  { from: 0.5, ticks: [0.5, 0.6, 0.7, 0.8, 0.9, 1] },
  { from: 0, ticks: [0, 0.25, 0.5, 0.75, 1] },
];

/** The narrowest axis that holds all of it: near 1 a whole one would show nothing.
 *  @param lows 0..1, ends of intervals */
export function chooseAxis(lows: readonly number[]): WhiskerAxisRange {
  const least = Math.min(...lows);
  return ranges.find(({ from }) => from <= least) ?? { from: 0, ticks: [0, 0.25, 0.5, 0.75, 1] };
}

const width = 400;
const marginPx = 22;
const rowHeight = 24;
const headHeight = 34;

function placeOn(axis: WhiskerAxisRange): (fraction: number) => number {
  return (fraction) =>
    marginPx + ((Math.max(axis.from, fraction) - axis.from) / (1 - axis.from)) * (width - 2 * marginPx);
}

/** The scale above the rows. Its words keep their size however narrow the plot is. */
export function WhiskerAxis({ axis }: { readonly axis: WhiskerAxisRange }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const place = placeOn(axis);
  return (
    <Box role="img" aria-label={t('gate.axis')} sx={{ position: 'relative', height: headHeight }}>
      {axis.ticks.map((tick) => (
        <Box
          key={tick}
          component="span"
          sx={{
            position: 'absolute',
            bottom: 0,
            pb: '8px',
            transform: 'translateX(-50%)',
            fontSize: 11,
            fontWeight: 400,
            lineHeight: 1.3,
            color: 'text.secondary',
            '&::after': {
              content: '""',
              position: 'absolute',
              left: '50%',
              bottom: 0,
              height: 6,
              borderLeft: '1px solid',
            },
          }}
          style={{ left: `${(100 * place(tick)) / width}%` }}
        >
          {format.percent(tick, 0)}
        </Box>
      ))}
    </Box>
  );
}

/** Both models in one row: a filled dot for the new one above, a ring for the active one below, each with its interval. */
export function WhiskerPlot(given: {
  readonly axis: WhiskerAxisRange;
  readonly challenger: Proportion | undefined;
  readonly champion: Proportion | undefined;
  readonly floor: number | undefined;
}) {
  const { axis, challenger, champion, floor } = given;
  const { palette } = useTheme();
  const place = placeOn(axis);
  return (
    <svg viewBox={`0 0 ${width} ${rowHeight}`} width="100%" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <line
          key={tick}
          x1={place(tick)}
          x2={place(tick)}
          y1={0}
          y2={rowHeight}
          stroke={palette.text.secondary}
          strokeOpacity="0.3"
        />
      ))}
      {floor !== undefined && (
        <line
          x1={place(floor)}
          x2={place(floor)}
          y1={0}
          y2={rowHeight}
          stroke={palette.error.main}
          strokeWidth="2"
          strokeDasharray="4 3"
        />
      )}
      <Whisker
        proportion={challenger}
        y={champion === undefined ? rowHeight / 2 : 7}
        place={place}
        isFilled
        colour={palette.primary.main}
      />
      <Whisker proportion={champion} y={17} place={place} isFilled={false} colour={palette.text.primary} />
    </svg>
  );
}

function Whisker(given: {
  readonly proportion: Proportion | undefined;
  readonly y: number;
  readonly place: (fraction: number) => number;
  readonly isFilled: boolean;
  readonly colour: string;
}) {
  const { proportion, y, place, isFilled, colour } = given;
  const { palette } = useTheme();
  const fraction = proportion === undefined ? undefined : fractionOf(proportion);
  if (proportion === undefined || fraction === undefined) return null;
  const [left, right] = [place(proportion.low), place(proportion.high)];
  return (
    <g stroke={colour} strokeWidth="1.5">
      <line x1={left} x2={right} y1={y} y2={y} />
      <line x1={left} x2={left} y1={y - 3} y2={y + 3} />
      <line x1={right} x2={right} y1={y - 3} y2={y + 3} />
      <circle cx={place(fraction)} cy={y} r="4" fill={isFilled ? colour : palette.background.paper} />
    </g>
  );
}

/** The mark that stands for a model in the plot. */
export function ModelGlyph({ side }: { readonly side: 'challenger' | 'champion' }) {
  const { palette } = useTheme();
  const colour = side === 'challenger' ? palette.primary.main : palette.text.primary;
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      <circle
        cx="6"
        cy="6"
        r="4.5"
        stroke={colour}
        strokeWidth="1.5"
        fill={side === 'challenger' ? colour : palette.background.paper}
      />
    </svg>
  );
}
