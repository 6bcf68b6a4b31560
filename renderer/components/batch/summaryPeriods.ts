export const summaryPeriods = ['evening', 'day', 'week'] as const;
export type SummaryPeriod = (typeof summaryPeriods)[number];

/** The hour at which the evening begins, of the station's clock. */
const eveningHour = 18;
const dayMs = 86_400_000;

/** When a period began that ends now: the last evening, a day ago, a week ago.
 *  @returns ISO 8601 in UTC */
export function beginOf(period: SummaryPeriod, now: Date): string {
  if (period === 'evening') {
    const begin = new Date(now);
    begin.setHours(eveningHour, 0, 0, 0);
    if (begin > now) begin.setDate(begin.getDate() - 1);
    return begin.toISOString();
  }
  return new Date(now.getTime() - (period === 'day' ? dayMs : 7 * dayMs)).toISOString();
}
