import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { SlideId } from '../../main/domain/slide.ts';
import type { ReportPreview, ReportRow, SigningKey } from '../../preload/contract/reportCalls.ts';
import { lab } from '../lab.ts';

/* Keys begin with 'reports' where the frame has to have them read again when reports change. */

/** Signed reports, newest first. */
export function useReports(): UseQueryResult<readonly ReportRow[]> {
  return useQuery({ queryKey: ['reports', 'list'], queryFn: () => lab.listReports({}) });
}

/** The report of a slide as it would be signed now. Made anew whenever it is looked at: labels may have changed. */
export function useReportPreview(slideId: SlideId): UseQueryResult<ReportPreview> {
  return useQuery({
    queryKey: ['report-preview', slideId],
    queryFn: () => lab.previewReport({ slideId }),
    gcTime: 0,
  });
}

/** Keys that sign. */
export function useSigningKeys(): UseQueryResult<readonly SigningKey[]> {
  return useQuery({ queryKey: ['signing-keys'], queryFn: () => lab.listKeys({}) });
}
