/** A text as a PDF string object: a plain literal for ASCII, UTF-16 with byte order mark otherwise. */
export function encodePdfText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replaceAll(/[\\()]/g, '\\$&')})`;
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}

/** The text of a PDF string object that `encodePdfText` wrote. @param latin1 one byte a character */
export function decodePdfText(latin1: string): string {
  if (latin1.startsWith('(')) return latin1.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  const bytes = Buffer.from(latin1.slice(5, -1), 'hex');
  return bytes
    .subarray(0, bytes.length - (bytes.length % 2))
    .swap16()
    .toString('utf16le');
}

/** An instant as a PDF date, in UTC. */
export function encodePdfDate(date: Date): string {
  return `(D:${date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}+00'00')`;
}

/** The instant of a date that `encodePdfDate` wrote, as ISO 8601; undefined when it is none. */
export function decodePdfDate(latin1: string): string | undefined {
  const match = /^\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\+00'00'\)$/.exec(latin1);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
