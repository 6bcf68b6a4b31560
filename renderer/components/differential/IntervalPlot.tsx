import { Box, useTheme } from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { Interval } from '../../../main/domain/clopperPearson.ts';
import { useFormat } from '../../hooks/useFormat.ts';

export interface IntervalRow {
  readonly name: string;
  readonly colour: string;
  readonly fraction: number;
  readonly interval: Interval;
}

const [widthPx, rowPx, axisPx] = [288, 20, 16] as const;

/** A bar for each share with its interval as a whisker, on one scale 0 to 100 %. Readers that do not see it hear the
 *  rows as a list. */
export function IntervalPlot({ rows }: { readonly rows: readonly IntervalRow[] }) {
  const { t } = useTranslation('review');
  const format = useFormat();
  const { palette } = useTheme();
  const heightPx = rows.length * rowPx + axisPx;
  const x = (fraction: number) => 4 + fraction * (widthPx - 8);
  const describe = (row: IntervalRow) =>
    t('differential.plotRow', {
      name: row.name,
      share: format.percent(row.fraction),
      low: format.percent(row.interval.low),
      high: format.percent(row.interval.high),
    });
  return (
    <Box
      component="svg"
      role="img"
      aria-label={`${t('differential.plot')}. ${rows.map(describe).join('. ')}`}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      sx={{ width: '100%', display: 'block' }}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={0} y2={heightPx - axisPx} stroke={palette.divider} />
          <text
            x={x(tick)}
            y={heightPx - 3}
            fontSize={10}
            fill={palette.text.secondary}
            textAnchor={tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'}
          >
            {format.percent(tick, 0)}
          </text>
        </g>
      ))}
      {rows.map((row, index) => {
        const middle = index * rowPx + rowPx / 2;
        const { low, high } = row.interval;
        return (
          <g key={row.name}>
            <rect
              x={x(0)}
              y={middle - 5}
              width={Math.max(0, x(row.fraction) - x(0))}
              height={10}
              rx={1.5}
              fill={row.colour}
              fillOpacity={0.75}
            />
            <path
              d={`M${x(low)} ${middle}H${x(high)}M${x(low)} ${middle - 4}v8M${x(high)} ${middle - 4}v8`}
              stroke={palette.text.primary}
              strokeWidth={1.4}
              fill="none"
            />
          </g>
        );
      })}
    </Box>
  );
}
