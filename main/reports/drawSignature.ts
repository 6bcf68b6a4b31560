import { inks } from './classMarks.ts';
import { formatInstant } from './formatFigures.ts';
import type { ReportInput } from './reportInput.ts';
import {
  drawArtifact,
  ensureSpace,
  fitOnLines,
  measureText,
  openStructure,
  page,
  type Sheet,
  tagged,
  writeHeading,
  writeText,
} from './reportSheet.ts';
import { describeMeaning } from './reportWording.ts';

const padding = 14;
const labelWidth = 84;
const entryGap = 3;

/** Printed name, role, time and meaning of the electronic signature (21 CFR 11.50). @returns the y below it */
export function drawSignature(sheet: Sheet, input: ReportInput, startY: number): number {
  const valueStyle = { width: page.contentWidth - 2 * padding - labelWidth, size: 9.5 };
  const entries = entriesOf(input).map(({ label, value, font }) => ({
    label,
    font,
    value: fitOnLines(sheet, value, { ...valueStyle, font, lines: 2 }),
  }));
  const heights = entries.map(
    ({ value, font }) => measureText(sheet, value, { ...valueStyle, font }) + entryGap,
  );
  const boxHeight = heights.reduce((sum, height) => sum + height, 0) + 2 * padding + 12;
  const section = openStructure(sheet, sheet.root, 'Sect');
  let y = ensureSpace(sheet, startY, boxHeight + 28);
  y = writeHeading(sheet, section, { y, title: 'Signature' }) + 2;
  const bottom = y + boxHeight;
  drawArtifact(sheet, 'Layout', () => {
    sheet.doc.rect(page.left, y, page.contentWidth, boxHeight).lineWidth(0.8).strokeColor(inks.text).stroke();
  });
  y += padding;
  entries.forEach(({ label, value, font }, index) => {
    tagged(sheet, section, { type: 'P' }, () => {
      const style = { x: page.left + padding, y: y + 1, width: labelWidth, size: 8.5 };
      writeText(sheet, label, { ...style, colour: inks.quiet });
      writeText(sheet, value, { ...valueStyle, font, x: page.left + padding + labelWidth, y });
    });
    y += heights[index] ?? 0;
  });
  const note =
    'The electronic signature lies in this file. “blastscope verify” or a PDF reader tells whether the file was changed since.';
  tagged(sheet, section, { type: 'P' }, () => {
    const style = { x: page.left + padding, width: page.contentWidth - 2 * padding, size: 7.5 };
    writeText(sheet, note, { ...style, y: y + 3, colour: inks.quiet });
  });
  section.end();
  return bottom;
}

function entriesOf({ reviewer, issuedAt, timeZone }: ReportInput) {
  const regular = 'regular' as const;
  return [
    { label: 'Signed by', value: reviewer.name, font: 'bold' as const },
    { label: 'Role', value: reviewer.role, font: regular },
    { label: 'Date and time', value: formatInstant(issuedAt, timeZone ?? 'UTC'), font: regular },
    { label: 'Meaning', value: describeMeaning(reviewer.meaning), font: regular },
  ];
}
