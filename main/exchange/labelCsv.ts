import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import type { LabelInFile } from './labelInFile.ts';

/** Columns of a CSV file of labels, in any order; `field` may be missing or empty, others are passed over. */
export const labelColumns = ['x_px', 'y_px', 'width_px', 'height_px', 'class', 'field'] as const;

const boxSchema = z.object({
  xPx: z.number(),
  yPx: z.number(),
  widthPx: z.number().positive(),
  heightPx: z.number().positive(),
});

/** @throws LabError 'argument-invalid' when the head line does not name the columns, or a line has no box */
export function parseLabelCsv(text: string): readonly LabelInFile[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const headLine = lines[0] ?? '';
  const separator = [',', ';', '\t'].find((one) => headLine.includes(one)) ?? ',';
  const head = splitLine(headLine, separator).map((name) => name.toLowerCase());
  const [xAt = -1, yAt = -1, widthAt = -1, heightAt = -1, classAt = -1, fieldAt = -1] = labelColumns.map(
    (name) => head.indexOf(name),
  );
  if ([xAt, yAt, widthAt, heightAt, classAt].includes(-1))
    throw new LabError(
      'argument-invalid',
      `This is no file of labels. Its first line has to name the columns ${labelColumns.slice(0, 5).join(', ')}; or give GeoJSON.`,
    );
  return lines.slice(1).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const values = splitLine(line, separator);
    const numberAt = (at: number) => readNumber(values[at] ?? '', separator);
    const box = boxSchema.safeParse({
      ...{ xPx: numberAt(xAt), yPx: numberAt(yAt) },
      ...{ widthPx: numberAt(widthAt), heightPx: numberAt(heightAt) },
    });
    if (!box.success)
      throw new LabError(
        'argument-invalid',
        `Line ${index + 2} of the labels has no box of numbers: "${line.slice(0, 80)}".`,
      );
    return { box: box.data, fieldName: values[fieldAt] || undefined, className: values[classAt] ?? '' };
  });
}

/** Labels as CSV (RFC 4180): what `parseLabelCsv` reads. */
export function formatLabelCsv(labels: readonly LabelInFile[]): string {
  const lines = labels.map(({ box: { xPx, yPx, widthPx, heightPx }, fieldName, className }) =>
    [xPx, yPx, widthPx, heightPx, quote(className), quote(fieldName ?? '')].join(','),
  );
  return [labelColumns.join(','), ...lines, ''].join('\r\n');
}

/** Spreadsheets that part columns by semicolons write decimal commas. */
function readNumber(value: string, separator: string): number {
  return value === '' ? Number.NaN : Number(separator === ';' ? value.replace(',', '.') : value);
}

/** Values of a line, trimmed; those in quotes may hold the separator. */
function splitLine(line: string, separator: string): readonly string[] {
  const values: string[] = [];
  let value = '';
  let isQuoted = false;
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted;
    if (sign !== separator || isQuoted) value += sign;
    else {
      values.push(unquote(value));
      value = '';
    }
  }
  return [...values, unquote(value)];
}

function unquote(value: string): string {
  const trimmed = value.trim();
  return /^".*"$/s.test(trimmed) ? trimmed.slice(1, -1).replaceAll('""', '"').trim() : trimmed;
}

function quote(value: string): string {
  return /[",;\t]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
