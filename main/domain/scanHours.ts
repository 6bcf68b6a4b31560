import { z } from 'zod';

const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** When scans that can wait may run, by the clock of the station; over midnight where `to` is before `from`. */
export const scanHoursSchema = z
  .strictObject({ from: timeSchema, to: timeSchema })
  .refine(({ from, to }) => from !== to, { message: 'Beginning and end are the same.' });

export type ScanHours = Readonly<z.infer<typeof scanHoursSchema>>;

const minutesADay = 24 * 60;

/** Whether scans may run at a time of day; always where nothing is set. The end is no part of the hours. */
export function areScanHours(hours: ScanHours | undefined, at: Date): boolean {
  if (hours === undefined) return true;
  const [from, to, now] = [minutesOf(hours.from), minutesOf(hours.to), at.getHours() * 60 + at.getMinutes()];
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** Milliseconds until the hours begin; 0 while they last. By the clock on the wall: a change to or from summer time in
 *  between moves it by that hour. */
export function msUntilScanHours(hours: ScanHours | undefined, at: Date): number {
  if (hours === undefined || areScanHours(hours, at)) return 0;
  const now = at.getHours() * 60 + at.getMinutes();
  const minutes = (minutesOf(hours.from) - now + minutesADay) % minutesADay;
  return minutes * 60_000 - at.getSeconds() * 1000 - at.getMilliseconds();
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
