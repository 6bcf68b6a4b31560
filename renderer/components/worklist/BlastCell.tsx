import { Box, Tooltip, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { clopperPearson } from '../../../main/domain/clopperPearson.ts';
import { useFormat } from '../../hooks/useFormat.ts';

/** Blast-like cells with their share and exact interval; at zero what could still be missed. */
export function BlastCell(given: { readonly blastCount: number; readonly totalCount: number }) {
  const { blastCount, totalCount } = given;
  const { t } = useTranslation('worklist');
  const format = useFormat();
  if (totalCount === 0) return <Typography variant="body2">–</Typography>;
  const { low, high } = clopperPearson(blastCount, totalCount);
  const fraction = blastCount / totalCount;
  const isNone = blastCount === 0;
  const interval = t('interval', { low: format.percent(low), high: format.percent(high) });
  return (
    <Tooltip title={interval}>
      <Box sx={{ width: '100%' }}>
        <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1 }}>
          <Typography variant="body2" sx={{ fontWeight: isNone ? 400 : 650 }} noWrap>
            {isNone
              ? t('noneIn', { total: format.count(totalCount), limit: format.percent(high) })
              : format.percent(fraction)}
          </Typography>
          {!isNone && (
            <Typography variant="caption" color="text.secondary" noWrap>
              {t('blastsOf', { blasts: format.count(blastCount), total: format.count(totalCount) })}
            </Typography>
          )}
        </Box>
        <svg
          width="100%"
          height="6"
          viewBox="0 0 100 6"
          preserveAspectRatio="none"
          aria-label={interval}
          role="img"
        >
          <rect x="0" y="2.5" width="100" height="1" fill="currentColor" opacity="0.18" />
          <rect
            x={low * 100}
            y="1.5"
            width={Math.max(0.8, (high - low) * 100)}
            height="3"
            fill="#D55E00"
            opacity="0.45"
          />
          <rect x={Math.min(99, fraction * 100)} y="0" width="1.2" height="6" fill="#D55E00" />
        </svg>
      </Box>
    </Tooltip>
  );
}
