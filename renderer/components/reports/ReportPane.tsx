import Description from '@mui/icons-material/DescriptionOutlined';
import { useTranslation } from 'react-i18next';
import type { SlideId } from '../../../main/domain/slide.ts';
import type { ReportRow } from '../../../preload/contract/reportCalls.ts';
import { useReportPreview } from '../../hooks/useReports.ts';
import { EmptyState } from '../common/EmptyState.tsx';
import { ErrorState } from '../common/ErrorState.tsx';
import { LoadingState } from '../common/LoadingState.tsx';
import { DraftPanel } from './DraftPanel.tsx';
import { SignedPanel } from './SignedPanel.tsx';

/** What the page shows: a signed report, or the draft of a slide. */
export type Shown =
  | { readonly kind: 'signed'; readonly reportId: string; readonly isFresh: boolean }
  | { readonly kind: 'draft'; readonly slideId: SlideId };

export function ReportPane(given: {
  readonly shown: Shown | undefined;
  readonly reports: readonly ReportRow[];
  readonly nameOf: (slideId: SlideId) => string;
  readonly onSigned: (report: ReportRow) => void;
  readonly onVerify: (reportId: string) => void;
}) {
  const { shown, reports, nameOf, onSigned, onVerify } = given;
  const { t } = useTranslation('reports');
  if (shown?.kind === 'draft')
    return (
      <Draft key={shown.slideId} slideId={shown.slideId} name={nameOf(shown.slideId)} onSigned={onSigned} />
    );
  const report = shown && reports.find(({ id }) => id === shown.reportId);
  if (report === undefined)
    return (
      <EmptyState icon={<Description />} title={t('newReport.choose')} text={t('newReport.chooseText')} />
    );
  return (
    <SignedPanel
      key={report.id}
      report={report}
      isFresh={shown?.isFresh === true}
      onVerify={() => onVerify(report.id)}
    />
  );
}

function Draft(given: {
  readonly slideId: SlideId;
  readonly name: string;
  readonly onSigned: (report: ReportRow) => void;
}) {
  const { slideId, name, onSigned } = given;
  const { t } = useTranslation('reports');
  const preview = useReportPreview(slideId);
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  if (preview.data === undefined) return <LoadingState label={t('preview.rendering')} />;
  return (
    <DraftPanel
      preview={preview.data}
      slideName={name}
      isMaking={preview.isFetching}
      onRefresh={() => void preview.refetch()}
      onSigned={onSigned}
    />
  );
}
