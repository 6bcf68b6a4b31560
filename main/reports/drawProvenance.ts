import { cellClassNames, isBlastLike } from '../domain/cellClass.ts';
import { inks } from './classMarks.ts';
import { formatInstant } from './formatFigures.ts';
import { listOwnNames, orderClasses } from './reportedClasses.ts';
import type { FontStyle } from './reportFonts.ts';
import type { ReportInput } from './reportInput.ts';
import {
  ensureSpace,
  fitOnLines,
  measureText,
  openStructure,
  page,
  type Sheet,
  type Structure,
  tagged,
  writeHeading,
  writeText,
} from './reportSheet.ts';
import { describeFields, describePixelSize } from './scanWording.ts';

interface Entry {
  readonly label: string;
  readonly value: string;
  readonly font?: FontStyle;
}

const labelWidth = 112;
/** More failures than this are counted, not named: the database has them all. */
const namedFailures = 12;

/** Where the figures come from: slide, model, program and times. @returns the y below it */
export function drawProvenance(sheet: Sheet, input: ReportInput, startY: number): number {
  const section = openStructure(sheet, sheet.root, 'Sect');
  let y = ensureSpace(sheet, startY, 120);
  y = writeHeading(sheet, section, { y, title: 'Provenance' });
  for (const entry of entriesOf(input)) y = writeEntry(sheet, section, { entry, y });
  section.end();
  return y;
}

/** What the figures cannot tell. @returns the y below it */
export function drawLimitations(sheet: Sheet, input: ReportInput, startY: number): number {
  const section = openStructure(sheet, sheet.root, 'Sect');
  let y = ensureSpace(sheet, startY, 60);
  y = writeHeading(sheet, section, { y, title: 'Limitations' });
  for (const limitation of input.limitations) {
    const style = { width: page.contentWidth - 12, size: 8.5 };
    y = ensureSpace(sheet, y, measureText(sheet, limitation, style));
    tagged(sheet, section, { type: 'P' }, () => {
      writeText(sheet, '–', { x: page.left, y, width: 10, size: 8.5, colour: inks.quiet });
      y = writeText(sheet, limitation, { ...style, x: page.left + 12, y }) + 2;
    });
  }
  section.end();
  return y;
}

function entriesOf(input: ReportInput): readonly Entry[] {
  const { slide, model, timeZone = 'UTC' } = input;
  const ruler =
    slide.redCellWidthPx === undefined
      ? 'not measured: no red cell was found'
      : `red cells ${slide.redCellWidthPx.toFixed(1)} px wide`;
  return [
    { label: 'Slide', value: slide.name },
    { label: 'Slide SHA-256', value: slide.sha256, font: 'mono' },
    { label: slide.fieldKind === 'region' ? 'Regions' : 'Fields', value: listFailures(input) },
    { label: 'Pixel size', value: describePixelSize(slide.pixelSize) },
    { label: 'Ruler', value: ruler },
    ...slide.warnings.map((value) => ({ label: 'Warning', value })),
    { label: 'Model', value: `${model.name} ${model.version}` },
    { label: 'Model SHA-256', value: model.sha256, font: 'mono' },
    { label: 'Figures on its card', value: model.figures },
    ...(input.engine === undefined ? [] : [{ label: 'Computed by', value: input.engine }]),
    ...describeClasses(input),
    { label: 'Program', value: `Blastscope ${input.programVersion}` },
    { label: 'Scanned', value: formatInstant(input.scannedAt, timeZone) },
    { label: 'Issued', value: formatInstant(input.issuedAt, timeZone) },
  ];
}

/** What the lab has set otherwise than the program: its names, and which classes count. */
function describeClasses(input: ReportInput): readonly Entry[] {
  const names = listOwnNames(input);
  const counted = orderClasses(input).filter((one) => input.classes[one].isBlast);
  const isUsual = orderClasses(input).every((one) => input.classes[one].isBlast === isBlastLike(one));
  const counting = counted.map((one) => cellClassNames[one]).join('; ') || 'no class';
  return [
    ...(names.length === 0 ? [] : [{ label: 'Class names', value: names.join('\n') }]),
    ...(isUsual ? [] : [{ label: 'Counted as blast-like', value: counting }]),
  ];
}

function listFailures({ slide }: ReportInput): string {
  const named = slide.failedFields.slice(0, namedFailures).map(({ name, message }) => `${name}: ${message}`);
  const more = slide.failedFields.length - named.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  return [describeFields(slide), ...named, ...rest].join('\n');
}

function writeEntry(
  sheet: Sheet,
  section: Structure,
  at: { readonly entry: Entry; readonly y: number },
): number {
  const { label, value, font = 'regular' } = at.entry;
  const size = font === 'mono' ? 8 : 8.5;
  const style = { width: page.contentWidth - labelWidth, size, font };
  const lines = value.split('\n').map((line) => fitOnLines(sheet, line, { ...style, lines: 3 }));
  let y = ensureSpace(sheet, at.y, 16);
  tagged(sheet, section, { type: 'P' }, () => {
    writeText(sheet, label, { x: page.left, y, width: labelWidth, size: 8.5, colour: inks.quiet });
  });
  for (const line of lines) {
    y = ensureSpace(sheet, y, measureText(sheet, line, style));
    tagged(sheet, section, { type: 'P' }, () => {
      y = writeText(sheet, line, { ...style, x: page.left + labelWidth, y });
    });
  }
  return y + 3;
}
