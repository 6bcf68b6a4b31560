import VerifiedUser from '@mui/icons-material/VerifiedUserOutlined';
import { Box, Button, Skeleton, TextField, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import type { SlideId } from '../../main/domain/slide.ts';
import { ErrorState } from '../components/common/ErrorState.tsx';
import { PageHeader } from '../components/common/PageHeader.tsx';
import { filterReports } from '../components/reports/filterReports.ts';
import { ReportList } from '../components/reports/ReportList.tsx';
import { ReportPane, type Shown } from '../components/reports/ReportPane.tsx';
import { SlidePicker } from '../components/reports/SlidePicker.tsx';
import { useVerify } from '../components/reports/useVerify.ts';
import { VerifyDialog } from '../components/reports/VerifyDialog.tsx';
import { useReports } from '../hooks/useReports.ts';
import { useWorklist } from '../hooks/useWorklist.ts';

/** Signed reports, the draft of a slide, and what a signature is worth. */
export function ReportsPage() {
  const { t } = useTranslation('reports');
  const queries = useQueryClient();
  const search = new URLSearchParams(useSearch());
  const asked = search.get('slide') as SlideId | null;
  const [chosen, setChosen] = useState<Shown | undefined>();
  const [text, setText] = useState('');
  const [isDragged, setDragged] = useState(false);
  const reports = useReports();
  const worklist = useWorklist();
  const verify = useVerify();
  const all = reports.data ?? [];
  const shown = chosen ?? (asked === null ? undefined : ({ kind: 'draft', slideId: asked } as const));
  const rows = (worklist.data?.rows ?? []).filter(({ scan }) => scan !== undefined);
  const nameOf = (slideId: SlideId) => rows.find((row) => row.slideId === slideId)?.name ?? '';
  const found = filterReports(all, text);
  const overPage = (event: DragEvent) => {
    event.preventDefault();
    setDragged(true);
  };
  return (
    <Box
      sx={{ display: 'flex', flexDirection: 'column', height: '100%', position: 'relative' }}
      onDragEnter={overPage}
      onDragOver={overPage}
      onDragLeave={(event) => event.currentTarget === event.target && setDragged(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDragged(false);
        void verify.drop([...event.dataTransfer.files]);
      }}
    >
      <PageHeader
        title={t('title')}
        {...(reports.data && { subtitle: t('subtitle', { count: all.length }) })}
        actions={
          <Button
            variant="outlined"
            startIcon={<VerifiedUser />}
            onClick={() => void verify.chooseFile()}
            title={t('verify.drop')}
          >
            {t('verify.open')}
          </Button>
        }
      />
      <Box sx={{ flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: '300px 1fr' }}>
        <Box
          sx={{
            display: 'flex',
            flexDirection: 'column',
            minHeight: 0,
            borderRight: 1,
            borderColor: 'divider',
          }}
        >
          <Box sx={{ p: 2, display: 'grid', gap: 1.5, borderBottom: 1, borderColor: 'divider' }}>
            <SlidePicker
              rows={rows}
              selectedId={shown?.kind === 'draft' ? shown.slideId : undefined}
              onSelect={(slideId) => setChosen({ kind: 'draft', slideId })}
            />
            {all.length > 0 && (
              <TextField
                type="search"
                label={t('list.filter')}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Box>
          {reports.isError ? (
            <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
          ) : reports.data === undefined ? (
            <Box role="status" aria-label={t('loading')} sx={{ p: 2, display: 'grid', gap: 1 }}>
              {[0, 1, 2, 3].map((index) => (
                <Skeleton key={index} variant="rounded" height={52} />
              ))}
            </Box>
          ) : found.length === 0 ? (
            <Typography variant="body2" color="textSecondary" sx={{ p: 2 }}>
              {all.length === 0 ? `${t('list.none')}. ${t('list.noneText')}` : t('list.noMatch')}
            </Typography>
          ) : (
            <ReportList
              reports={found}
              selectedId={shown?.kind === 'signed' ? shown.reportId : undefined}
              onSelect={({ id }) => setChosen({ kind: 'signed', reportId: id, isFresh: false })}
            />
          )}
        </Box>
        <Box sx={{ minWidth: 0, minHeight: 0 }}>
          <ReportPane
            shown={shown}
            reports={all}
            nameOf={nameOf}
            onSigned={(report) => {
              queries.setQueryData(
                ['reports', 'list'],
                [report, ...all.filter(({ id }) => id !== report.id)],
              );
              setChosen({ kind: 'signed', reportId: report.id, isFresh: true });
            }}
            onVerify={(reportId) => void verify.ofReport(reportId)}
          />
        </Box>
      </Box>
      {isDragged && <DropHint text={t('verify.drop')} />}
      {verify.state !== undefined && (
        <VerifyDialog state={verify.state} onAgain={() => void verify.chooseFile()} onClose={verify.close} />
      )}
    </Box>
  );
}

function DropHint({ text }: { readonly text: string }) {
  return (
    <Box
      sx={{
        position: 'absolute',
        inset: 8,
        zIndex: 'modal',
        pointerEvents: 'none',
        display: 'grid',
        placeItems: 'center',
        border: '2px dashed',
        borderColor: 'primary.main',
        borderRadius: 2,
        bgcolor: 'background.paper',
        opacity: 0.94,
      }}
    >
      <Typography variant="h1" component="p">
        {text}
      </Typography>
    </Box>
  );
}
