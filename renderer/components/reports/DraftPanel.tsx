import Draw from '@mui/icons-material/DrawOutlined';
import { Box, Button, Chip, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportPreviewUrl } from '../../../preload/contract/pictureUrls.ts';
import type { ReportPreview, ReportRow } from '../../../preload/contract/reportCalls.ts';
import { isBlocking, OpenPoints } from './OpenPoints.tsx';
import { PdfViewer } from './PdfViewer.tsx';
import { SignDialog } from './SignDialog.tsx';

/** A report as it would be signed now: its pages, what is open, and the signature. */
export function DraftPanel(given: {
  readonly preview: ReportPreview;
  readonly slideName: string;
  readonly isMaking: boolean;
  readonly onRefresh: () => void;
  readonly onSigned: (report: ReportRow) => void;
}) {
  const { preview, slideName, isMaking, onRefresh, onSigned } = given;
  const { t } = useTranslation('reports');
  const [isSigning, setSigning] = useState(false);
  const isBlocked = preview.openPoints.some(isBlocking);
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 300px', height: '100%', minHeight: 0 }}>
      <PdfViewer url={reportPreviewUrl(preview.previewId)} label={t('preview.label', { slide: slideName })} />
      <Box
        component="aside"
        aria-label={t('points.title')}
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
        <Box>
          <Typography variant="h1" component="h2" noWrap title={slideName} sx={{ mb: 0.75 }}>
            {slideName}
          </Typography>
          <Chip variant="outlined" color="warning" label={t('preview.unsigned')} />
        </Box>
        <OpenPoints slideId={preview.slideId} points={preview.openPoints} />
        <Box sx={{ display: 'grid', gap: 1 }}>
          <Button
            variant="contained"
            size="medium"
            startIcon={<Draw />}
            disabled={isBlocked || isMaking}
            onClick={() => setSigning(true)}
          >
            {t('sign.open')}
          </Button>
          <Button color="secondary" disabled={isMaking} onClick={onRefresh}>
            {isMaking ? t('preview.rendering') : t('preview.refresh')}
          </Button>
        </Box>
      </Box>
      {isSigning && (
        <SignDialog
          slideId={preview.slideId}
          slideName={slideName}
          onClose={() => setSigning(false)}
          onSigned={(report) => {
            setSigning(false);
            onSigned(report);
          }}
        />
      )}
    </Box>
  );
}
