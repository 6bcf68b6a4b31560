import type { ReportRow } from '../../../preload/contract/reportCalls.ts';

/** Reports in whose slide, person or file every word of the text is found, small and capital letters alike. */
export function filterReports(reports: readonly ReportRow[], text: string): readonly ReportRow[] {
  const words = text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return reports.filter(({ slideName, reviewer, fileName }) => {
    const all = `${slideName} ${reviewer} ${fileName}`.toLocaleLowerCase();
    return words.every((word) => all.includes(word));
  });
}
