import type { Interval } from '../domain/clopperPearson.ts';

/** A fraction as percent without the sign: one digit after the point, and never 0.0 for what is not nothing.
 *  @param fraction 0..1 */
export function formatPercent(fraction: number): string {
  const rounded = (fraction * 100).toFixed(1);
  if (rounded === '0.0' && fraction > 0) return '<0.1';
  if (rounded === '100.0' && fraction < 1) return '>99.9';
  return rounded;
}

/** "13.4–24.6", in percent; "97.3 to >99.9" where a dash would look like an arrow. */
export function formatInterval({ low, high }: Interval): string {
  const ends = [formatPercent(low), formatPercent(high)];
  return ends.join(ends.some((end) => /[<>]/.test(end)) ? ' to ' : '–');
}

/** A probability with two digits, and never 0.00 or 1.00 for what is not certain. @param probability 0..1 */
export function formatProbability(probability: number): string {
  const rounded = probability.toFixed(2);
  if (rounded === '0.00' && probability > 0) return '<0.01';
  if (rounded === '1.00' && probability < 1) return '>0.99';
  return rounded;
}

/** "2026-11-23 18:14:33 +01:00 (Europe/Berlin)".
 *  @param instant ISO 8601
 *  @param timeZone IANA name
 *  @throws RangeError when either is none */
export function formatInstant(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const offset = part('timeZoneName').replace('GMT', '') || '+00:00';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return `${date} ${part('hour')}:${part('minute')}:${part('second')} ${offset} (${timeZone})`;
}

/** "1 cell", "2 cells". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
