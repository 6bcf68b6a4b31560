import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import InfoOutlined from '@mui/icons-material/InfoOutlined';
import { Box, Button, Paper, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { cellClasses } from '../../../main/domain/cellClass.ts';
import { leastGroups } from '../../../main/domain/datasetSplit.ts';
import type { LabelledCellsSummary } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';
import { routes } from '../../routes.ts';
import { inColumns } from '../../theme.ts';
import { ClassMark } from '../common/ClassMark.tsx';

/** A slide each for training, validation and test: with fewer, cells are split one by one. */
const leastSlides = 3;

/** What a training would learn from, and what it lacks. */
export function DatasetCard({ labels }: { readonly labels: LabelledCellsSummary }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const { classes } = useSettings();
  const names = useVerdictNames();
  const total = cellClasses.reduce((sum, one) => sum + labels.counts[one], 0);
  const most = Math.max(1, ...cellClasses.map((one) => labels.counts[one]));
  return (
    <Paper variant="outlined" component="section" aria-labelledby="labels-title" sx={{ p: 2 }}>
      <Typography id="labels-title" variant="h2">
        {t('labels.title')}
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {t('labels.summary', { count: labels.slideCount, cells: format.count(total) })}
      </Typography>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}>
        {cellClasses.map((one) => {
          const needed = leastGroups - labels.counts[one];
          return (
            <Box
              component="li"
              key={one}
              aria-label={t('labels.bar', { name: names[one].full, cells: format.count(labels.counts[one]) })}
            >
              <Box sx={{ display: 'flex', gap: 1, fontSize: '0.8125rem' }}>
                <Box sx={{ flex: 1, minWidth: 0 }}>
                  <ClassMark verdict={one} short />
                </Box>
                {needed > 0 && (
                  <Typography variant="caption" color="warning">
                    {t('labels.needed', { count: needed })}
                  </Typography>
                )}
                <Box component="span" sx={inColumns}>
                  {format.count(labels.counts[one])}
                </Box>
              </Box>
              <Box aria-hidden sx={{ height: 6, borderRadius: 3, bgcolor: 'action.hover', mt: 0.5 }}>
                <Box
                  sx={{
                    height: '100%',
                    borderRadius: 3,
                    width: `${(100 * labels.counts[one]) / most}%`,
                    bgcolor: classes[one].colour,
                  }}
                />
              </Box>
            </Box>
          );
        })}
      </Box>
      {labels.heldBack.cellCount > 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1.5 }}>
          {t('labels.heldBack', {
            count: labels.heldBack.slideCount,
            cells: format.count(labels.heldBack.cellCount),
          })}
        </Typography>
      )}
      <State labels={labels} total={total} />
    </Paper>
  );
}

function State({ labels, total }: { readonly labels: LabelledCellsSummary; readonly total: number }) {
  const { t } = useTranslation('training');
  const isReady = labels.problem === undefined;
  return (
    <Box sx={{ display: 'flex', gap: 1, mt: 2, alignItems: 'flex-start' }}>
      {isReady ? (
        <CheckCircle color="success" fontSize="small" aria-hidden />
      ) : (
        <InfoOutlined color="warning" fontSize="small" aria-hidden />
      )}
      <Box>
        <Typography variant="body2">
          {total === 0 ? t('labels.none') : (labels.problem ?? t('labels.ready'))}
        </Typography>
        {isReady && labels.slideCount < leastSlides && (
          <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
            {t('labels.fewSlides')}
          </Typography>
        )}
        {!isReady && (
          <Button component={Link} href={routes.worklist} sx={{ mt: 0.5, ml: -0.5 }}>
            {t('labels.toWorklist')}
          </Button>
        )}
      </Box>
    </Box>
  );
}
