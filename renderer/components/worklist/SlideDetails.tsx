import Close from '@mui/icons-material/Close';
import { Alert, Box, Button, IconButton, Stack, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { computeDifferentialOfCounts } from '../../../main/domain/differential.ts';
import { isBlastBySettings } from '../../../main/domain/isBlastBySettings.ts';
import type { WorklistRow } from '../../../main/domain/worklist.ts';
import { thumbnailUrl } from '../../../preload/contract/pictureUrls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { ClassMark } from '../common/ClassMark.tsx';
import { ErrorText } from '../common/ErrorText.tsx';
import { Thumbnail } from './Thumbnail.tsx';

/** What is known of one slide, and the ways on from it. */
export function SlideDetails(given: {
  readonly row: WorklistRow;
  readonly onClose: () => void;
  readonly onView: () => void;
  readonly onReview: () => void;
  readonly onReport: () => void;
  readonly onRetry: () => void;
}) {
  const { row, onClose, onView, onReview, onReport, onRetry } = given;
  const { t } = useTranslation('worklist');
  const format = useFormat();
  const { classes } = useSettings();
  const { scan, failure } = row;
  const differential = scan && computeDifferentialOfCounts(scan.tally.counts, isBlastBySettings(classes));
  return (
    <Box
      component="aside"
      aria-label={t('details.title')}
      sx={{
        width: 320,
        flexShrink: 0,
        borderLeft: 1,
        borderColor: 'divider',
        overflow: 'auto',
        p: 2,
        bgcolor: 'panel',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1, mb: 1.5 }}>
        <Typography variant="h2" sx={{ flex: 1, overflowWrap: 'anywhere' }}>
          {row.name}
        </Typography>
        <IconButton aria-label={t('details.close')} onClick={onClose}>
          <Close fontSize="small" />
        </IconButton>
      </Box>
      <Thumbnail url={thumbnailUrl(row.slideId, 512)} width="100%" height={160} fit="contain" />
      <Stack direction="row" useFlexGap sx={{ my: 1.5, gap: 1, flexWrap: 'wrap' }}>
        <Button variant="contained" onClick={onReview} disabled={scan === undefined}>
          {t('actions.review')}
        </Button>
        <Button variant="outlined" onClick={onView}>
          {t('actions.view')}
        </Button>
        <Button variant="outlined" onClick={onReport} disabled={scan === undefined}>
          {t('actions.report')}
        </Button>
      </Stack>
      {failure !== undefined && (
        <Alert severity="error" variant="outlined" sx={{ mb: 1.5 }}>
          <ErrorText error={failure} />
          <Button size="small" color="inherit" variant="outlined" onClick={onRetry} sx={{ mt: 1 }}>
            {t('actions.retry')}
          </Button>
        </Alert>
      )}
      {differential !== undefined && scan !== undefined && (
        <Box component="section" sx={{ mb: 2 }}>
          <Typography variant="overline" color="text.secondary" component="h3">
            {t('details.differential')}
          </Typography>
          {cellClasses.map((cellClass) => {
            const line = differential.rows.find((one) => one.cellClass === cellClass);
            if (line === undefined) return null;
            return (
              <Box key={cellClass} sx={{ py: 0.5 }}>
                <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
                  <Typography variant="body2" component="span" sx={{ minWidth: 0 }}>
                    <ClassMark verdict={cellClass} short />
                  </Typography>
                  <Typography variant="body2" component="span" noWrap>
                    {format.count(line.count)}
                    <Box component="span" sx={{ color: 'text.secondary', ml: 1 }}>
                      {format.percent(line.fraction)}
                    </Box>
                  </Typography>
                </Box>
                <Box sx={{ height: 4, bgcolor: 'action.hover', borderRadius: 2 }}>
                  <Box
                    sx={{
                      height: 4,
                      width: `${line.fraction * 100}%`,
                      bgcolor: classes[cellClass].colour,
                      borderRadius: 2,
                    }}
                  />
                </Box>
              </Box>
            );
          })}
          <Typography variant="caption" color="text.secondary" component="p" sx={{ mt: 0.5 }}>
            {t('details.excluded', {
              unidentified: format.count(scan.tally.unidentifiedCount),
              notWhite: format.count(scan.tally.notWhiteCount),
            })}
          </Typography>
          <Typography variant="caption" color="text.secondary" component="p">
            {t('details.reviewed', {
              reviewed: format.count(scan.tally.reviewedCount),
              count: scan.cellCount,
            })}
          </Typography>
        </Box>
      )}
      {scan !== undefined && (scan.warnings.length > 0 || scan.failedFieldCount > 0) && (
        <Alert severity="warning" variant="outlined" sx={{ mb: 1.5 }}>
          <Typography variant="body2" sx={{ fontWeight: 650 }}>
            {t('details.warnings')}
          </Typography>
          {scan.failedFieldCount > 0 && (
            <div>{t('details.failedFields', { count: scan.failedFieldCount })}</div>
          )}
          {scan.warnings.map((warning) => (
            <div key={warning}>{warning}</div>
          ))}
        </Alert>
      )}
      <Box component="dl" sx={{ m: 0 }}>
        {(
          [
            [t('details.folder'), row.folderName],
            ...(scan === undefined
              ? []
              : ([
                  [t('details.model'), scan.modelName],
                  [t('details.scannedAt'), format.dateTime(scan.scannedAt)],
                ] as const)),
          ] as const
        ).map(([name, value]) => (
          <Box key={name} sx={{ display: 'flex', gap: 1, py: 0.25 }}>
            <Typography
              component="dt"
              variant="caption"
              color="text.secondary"
              sx={{ width: 80, flexShrink: 0 }}
            >
              {name}
            </Typography>
            <Typography component="dd" variant="caption" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
