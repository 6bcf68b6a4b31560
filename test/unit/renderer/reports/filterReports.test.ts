import { expect, test } from 'vitest';
import type { ReportId } from '../../../../main/domain/ids.ts';
import type { SlideId } from '../../../../main/domain/slide.ts';
import type { ReportRow } from '../../../../preload/contract/reportCalls.ts';
import { filterReports } from '../../../../renderer/components/reports/filterReports.ts';

function aReport(slideName: string, reviewer: string): ReportRow {
  return {
    id: `report of ${slideName}` as ReportId,
    slideId: slideName as SlideId,
    ...{ slideName, reviewer },
    signatureMeaning: 'reviewed',
    issuedAt: '2026-11-25T07:00:00.000Z',
    pdfSha256: 'a'.repeat(64),
    fileName: `${slideName}.pdf`,
    isFileThere: true,
  };
}

const reports = [aReport('Smear-7', 'Ada Vogel'), aReport('Smear-8', 'Ada Vogel'), aReport('Ö-12', 'Max')];

test.each([
  ['', ['Smear-7', 'Smear-8', 'Ö-12']],
  ['smear', ['Smear-7', 'Smear-8']],
  ['vogel 8', ['Smear-8']],
  ['ö-12.PDF', ['Ö-12']],
  ['nobody', []],
])('"%s" finds %j', (text, names) => {
  expect(filterReports(reports, text).map(({ slideName }) => slideName)).toEqual(names);
});
