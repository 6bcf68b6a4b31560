import { useTheme } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ReliabilityBin } from '../../../main/domain/reliability.ts';
import { wilsonInterval } from '../../../main/domain/wilsonInterval.ts';
import { useFormat } from '../../hooks/useFormat.ts';

const size = { width: 340, height: 300 } as const;
const area = { left: 46, top: 10, right: 322, bottom: 256 } as const;
const ticks = [0, 0.25, 0.5, 0.75, 1] as const;

/** Both models beside each other where they are about as sure. */
const dodgePx = 4;

/** Fewer items in a bin than this are drawn faint: their share says little. */
const fewItems = 5;

const placeX = (fraction: number) => area.left + fraction * (area.right - area.left);
const placeY = (fraction: number) => area.bottom - fraction * (area.bottom - area.top);

/** How sure a model said it was against how often it was right, a dot a bin with its 95 % interval: on the diagonal it is
 *  right as often as it says. Filled dots for the new model, rings for the active one. */
export function ReliabilityPlot(given: {
  readonly challenger: readonly ReliabilityBin[];
  readonly champion: readonly ReliabilityBin[] | undefined;
}) {
  const { challenger, champion = [] } = given;
  const { t } = useTranslation('training');
  const { palette } = useTheme();
  const format = useFormat();
  const words = { fontSize: 11, fill: palette.text.secondary };
  return (
    <svg
      viewBox={`0 0 ${size.width} ${size.height}`}
      width="100%"
      role="img"
      aria-label={t('reliability.label', {
        bins: challenger
          .map(({ meanConfidence, hits, count }) =>
            t('reliability.bin', {
              said: format.percent(meanConfidence, 0),
              right: format.percent(hits / count, 0),
              count,
            }),
          )
          .join('; '),
      })}
    >
      {ticks.map((tick) => (
        <g key={tick} stroke={palette.text.secondary} strokeOpacity="0.25">
          <line x1={placeX(tick)} x2={placeX(tick)} y1={area.top} y2={area.bottom} />
          <line x1={area.left} x2={area.right} y1={placeY(tick)} y2={placeY(tick)} />
        </g>
      ))}
      {ticks.map((tick) => (
        <g key={tick} {...words}>
          <text x={placeX(tick)} y={area.bottom + 15} textAnchor="middle">
            {format.percent(tick, 0)}
          </text>
          <text x={area.left - 6} y={placeY(tick) + 4} textAnchor="end">
            {format.percent(tick, 0)}
          </text>
        </g>
      ))}
      <text x={(area.left + area.right) / 2} y={size.height - 8} textAnchor="middle" {...words}>
        {t('reliability.said')}
      </text>
      <text
        transform={`translate(11 ${(area.top + area.bottom) / 2}) rotate(-90)`}
        textAnchor="middle"
        {...words}
      >
        {t('reliability.right')}
      </text>
      <line
        x1={placeX(0)}
        y1={placeY(0)}
        x2={placeX(1)}
        y2={placeY(1)}
        stroke={palette.text.primary}
        strokeDasharray="5 4"
      />
      <Bins
        bins={champion}
        shiftPx={-dodgePx}
        colour={palette.text.primary}
        fill={palette.background.paper}
      />
      <Bins
        bins={challenger}
        shiftPx={champion.length === 0 ? 0 : dodgePx}
        colour={palette.primary.main}
        fill={palette.primary.main}
      />
    </svg>
  );
}

function Bins(given: {
  readonly bins: readonly ReliabilityBin[];
  readonly shiftPx: number;
  readonly colour: string;
  readonly fill: string;
}) {
  const { bins, shiftPx, colour, fill } = given;
  return bins.map(({ meanConfidence, hits, count }) => {
    const { low, high } = wilsonInterval(hits, count);
    const x = placeX(meanConfidence) + shiftPx;
    return (
      <g
        key={`${meanConfidence} ${count}`}
        stroke={colour}
        strokeWidth="1.5"
        opacity={count < fewItems ? 0.45 : 1}
      >
        <line x1={x} x2={x} y1={placeY(low)} y2={placeY(high)} />
        <circle cx={x} cy={placeY(hits / count)} r="4.5" fill={fill} />
      </g>
    );
  });
}
