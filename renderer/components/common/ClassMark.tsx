import { Box } from '@mui/material';
import type { Verdict } from '../../../main/domain/cellClass.ts';
import type { MarkShape } from '../../../main/domain/labSettings.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';

const paths: Readonly<Record<MarkShape, string>> = {
  circle: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z',
  triangle: 'M8 2 14.5 13.5H1.5z',
  square: 'M2.5 2.5h11v11h-11z',
  diamond: 'M8 1 15 8 8 15 1 8z',
  cross: 'M4.2 2 8 5.8 11.8 2 14 4.2 10.2 8 14 11.8 11.8 14 8 10.2 4.2 14 2 11.8 5.8 8 2 4.2z',
  dash: 'M1.5 6h13v4h-13z',
};

/** Shape and colour of a verdict, alone. */
export function MarkGlyph(given: {
  readonly shape: MarkShape;
  readonly colour: string;
  readonly sizePx?: number;
}) {
  const { shape, colour, sizePx = 12 } = given;
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[shape]} fill={colour} stroke="rgba(255,255,255,0.65)" strokeWidth="0.75" />
    </svg>
  );
}

/** A verdict as the lab shows it: shape, colour and name. @param short the short name */
export function ClassMark({
  verdict,
  short = false,
}: {
  readonly verdict: Verdict;
  readonly short?: boolean;
}) {
  const { classes } = useSettings();
  const names = useVerdictNames();
  const { shape, colour } = classes[verdict];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, minWidth: 0 }}>
      <MarkGlyph shape={shape} colour={colour} />
      <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        {short ? names[verdict].short : names[verdict].full}
      </Box>
    </Box>
  );
}
