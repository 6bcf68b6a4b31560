import FileDownload from '@mui/icons-material/FileDownloadOutlined';
import {
  Box,
  Button,
  Chip,
  IconButton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tooltip,
  Typography,
} from '@mui/material';
import { useTranslation } from 'react-i18next';
import type { ModelSummary } from '../../../main/domain/trainingRun.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { CopyHash } from '../common/CopyHash.tsx';
import { headlineFigures } from './compareFigures.ts';

/** The classifiers of this station. */
export function ModelsTable(given: {
  readonly models: readonly ModelSummary[];
  readonly onShowCard: (fullName: string) => void;
  readonly onJudge: (fullName: string) => void;
  readonly onExport: (fullName: string) => void;
  readonly onActivate: (fullName: string) => void;
}) {
  const { models, onShowCard, onJudge, onExport, onActivate } = given;
  const { t } = useTranslation('training');
  const format = useFormat();
  return (
    <Table size="small" aria-label={t('models.tableLabel')}>
      <TableHead sx={{ '& th': { whiteSpace: 'nowrap' } }}>
        <TableRow>
          <TableCell>{t('models.name')}</TableCell>
          <TableCell align="right">{t('models.accuracy')}</TableCell>
          <TableCell align="right">{t('models.cells')}</TableCell>
          <TableCell align="right">{t('models.size')}</TableCell>
          <TableCell>{t('models.sha')}</TableCell>
          <TableCell align="right">{t('models.actions')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {models.map((model) => {
          const { fullName, card, problem, isActive } = model;
          const figures = card === undefined ? undefined : headlineFigures(card);
          const kind = model.isShipped ? t('models.shipped') : t('models.trainedHere');
          const origin = model.createdAt === undefined ? kind : `${kind}, ${format.date(model.createdAt)}`;
          return (
            <TableRow key={fullName} selected={isActive}>
              <TableCell component="th" scope="row">
                <Box
                  sx={{
                    display: 'flex',
                    alignItems: 'center',
                    gap: 1,
                    fontWeight: 600,
                    whiteSpace: 'nowrap',
                  }}
                >
                  {fullName}
                  {isActive && (
                    <Tooltip title={t('models.activeHint')}>
                      <Chip color="primary" label={t('models.active')} />
                    </Tooltip>
                  )}
                </Box>
                <Typography variant="caption" color="textSecondary" component="div" noWrap>
                  {origin}
                </Typography>
                {problem !== undefined && (
                  <Typography variant="caption" color="error" component="div" sx={{ maxWidth: 420 }}>
                    {`${t('models.unreadable')}: ${problem}`}
                  </Typography>
                )}
              </TableCell>
              <TableCell align="right">
                {figures === undefined ? t('models.unknown') : format.percent(figures.accuracy)}
                {figures !== undefined && (
                  <Typography variant="caption" color="textSecondary" component="div" noWrap>
                    {`${format.percent(figures.accuracyInterval.low)} – ${format.percent(figures.accuracyInterval.high)}`}
                  </Typography>
                )}
              </TableCell>
              <TableCell align="right">{figures === undefined ? '–' : format.count(figures.count)}</TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                {model.sizeBytes === undefined ? t('models.unknown') : format.bytes(model.sizeBytes)}
              </TableCell>
              <TableCell>
                <CopyHash hash={model.sha256} label={t('models.copySha', { name: fullName })} />
              </TableCell>
              <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                <Button
                  disabled={card === undefined}
                  aria-label={t('models.cardOf', { name: fullName })}
                  onClick={() => onShowCard(fullName)}
                >
                  {t('models.card')}
                </Button>
                <Button
                  aria-label={t('models.verdictOf', { name: fullName })}
                  onClick={() => onJudge(fullName)}
                >
                  {`${t('gate.showVerdict')}…`}
                </Button>
                <Tooltip title={t('bundle.export')}>
                  <span>
                    <IconButton
                      disabled={problem !== undefined}
                      aria-label={t('bundle.exportNamed', { name: fullName })}
                      onClick={() => onExport(fullName)}
                    >
                      <FileDownload sx={{ fontSize: 18 }} />
                    </IconButton>
                  </span>
                </Tooltip>
                {!isActive && (
                  <Button
                    variant="outlined"
                    sx={{ ml: 1 }}
                    disabled={problem !== undefined}
                    aria-label={t('models.activateNamed', { name: fullName })}
                    onClick={() => onActivate(fullName)}
                  >
                    {`${t('models.activate')}…`}
                  </Button>
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
