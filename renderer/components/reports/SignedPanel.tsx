import { Alert, AlertTitle, Box, Button, Chip, Typography } from '@mui/material';
import { useTranslation } from 'react-i18next';
import { reportUrl } from '../../../preload/contract/pictureUrls.ts';
import type { ReportRow } from '../../../preload/contract/reportCalls.ts';
import { useFormat } from '../../hooks/useFormat.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import { CopyHash } from '../common/CopyHash.tsx';
import { nameMeaning } from './nameMeaning.ts';
import { PdfViewer } from './PdfViewer.tsx';

/** A signed report: its pages, who signed it, its hash. @param isFresh it was signed just now */
export function SignedPanel(given: {
  readonly report: ReportRow;
  readonly isFresh: boolean;
  readonly onVerify: () => void;
}) {
  const { report, isFresh, onVerify } = given;
  const { t } = useTranslation('reports');
  const format = useFormat();
  const notify = useNotify();
  const meaning = nameMeaning(t, report.signatureMeaning);
  const facts: readonly (readonly [string, string])[] = [
    [t('verify.signer'), report.reviewer],
    [t('verify.meaning'), meaning],
    [t('verify.time'), format.dateTime(report.issuedAt)],
    [t('verify.file'), report.fileName],
  ];
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 300px', height: '100%', minHeight: 0 }}>
      <PdfViewer url={reportUrl(report.id)} label={t('preview.signedLabel', { slide: report.slideName })} />
      <Box
        component="aside"
        aria-label={t('list.signed')}
        sx={{
          borderLeft: 1,
          borderColor: 'divider',
          overflow: 'auto',
          p: 2,
          display: 'flex',
          flexDirection: 'column',
          gap: 2,
        }}
      >
        {isFresh && (
          <Alert severity="success" variant="outlined">
            <AlertTitle>{t('sign.doneTitle')}</AlertTitle>
            {t('sign.doneText', {
              file: report.fileName,
              meaning,
              person: report.reviewer,
              time: format.dateTime(report.issuedAt),
            })}
          </Alert>
        )}
        <Box>
          <Typography variant="h1" component="h2" noWrap title={report.slideName} sx={{ mb: 0.75 }}>
            {report.slideName}
          </Typography>
          <Chip variant="outlined" color="success" label={t('list.signed')} />
        </Box>
        <Box component="dl" sx={{ m: 0, display: 'grid', gap: 1 }}>
          {facts.map(([name, value]) => (
            <Box key={name}>
              <Typography component="dt" variant="caption" color="textSecondary">
                {name}
              </Typography>
              <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                {value}
              </Typography>
            </Box>
          ))}
          <Box>
            <Typography component="dt" variant="caption" color="textSecondary">
              {t('sign.hash')}
            </Typography>
            <Box component="dd" sx={{ m: 0 }}>
              <CopyHash hash={report.pdfSha256} label={t('sign.copyHash')} />
            </Box>
          </Box>
        </Box>
        {!report.isFileThere && (
          <Alert severity="warning" variant="outlined">
            {t('list.fileGone')}
          </Alert>
        )}
        <Box sx={{ display: 'grid', gap: 1 }}>
          <Button
            variant="outlined"
            disabled={!report.isFileThere}
            onClick={() => void lab.showReportFile({ reportId: report.id }).catch(notify.error)}
          >
            {t('sign.showInFolder')}
          </Button>
          <Button variant="outlined" disabled={!report.isFileThere} onClick={onVerify}>
            {t('verify.this')}
          </Button>
        </Box>
      </Box>
    </Box>
  );
}
