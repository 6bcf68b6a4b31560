import { useTheme } from '@mui/material';
import type { ModelComparison } from '../../../main/domain/gateVerdict.ts';

const [width, height] = [400, 26];

/** Cells that only the active model has right to the left, those that only the new one has right to the right: whose bar
 *  is longer has more. The figures stand beside it in words. */
export function DifferingBar({ comparison }: { readonly comparison: ModelComparison }) {
  const { palette } = useTheme();
  const { onlyChallengerRight, onlyChampionRight } = comparison;
  const most = Math.max(1, onlyChallengerRight, onlyChampionRight);
  const reach = (count: number) => (count / most) * (width / 2 - 2);
  const left = reach(onlyChampionRight);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" style={{ maxWidth: 520 }} aria-hidden="true">
      <rect
        x={width / 2 - left}
        y={5}
        width={left}
        height={16}
        fill={palette.background.paper}
        stroke={palette.text.primary}
        strokeWidth="1.5"
      />
      <rect x={width / 2} y={5} width={reach(onlyChallengerRight)} height={16} fill={palette.primary.main} />
      <line x1={width / 2} x2={width / 2} y1={0} y2={height} stroke={palette.text.primary} strokeWidth="2" />
    </svg>
  );
}
