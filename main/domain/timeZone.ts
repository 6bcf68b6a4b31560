import { LabError } from './labError.ts';

/** Whether this machine knows a zone, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** @throws LabError 'argument-invalid' when this machine does not know the zone */
export function requireTimeZone(name: string): void {
  if (isTimeZone(name)) return;
  throw new LabError(
    'argument-invalid',
    `"${name}" is no time zone that this computer knows. Set the computer's time zone, or name one such as Europe/Berlin.`,
    { timeZone: name },
  );
}
