import { inks } from './classMarks.ts';
import { countOf, formatInstant } from './formatFigures.ts';
import type { ReportedSlide, ReportInput } from './reportInput.ts';
import {
  drawArtifact,
  fitOnLines,
  measureText,
  openStructure,
  page,
  type Sheet,
  tagged,
  writeText,
} from './reportSheet.ts';
import { composeHeadline, type Headline } from './reportWording.ts';
import { describeFields } from './scanWording.ts';

const toneColours = { 'blast-like': inks.blastLike, none: inks.noBlast, empty: inks.empty } as const;

/** The slide's name and the finding. @returns the y below it */
export function drawTitle(sheet: Sheet, input: ReportInput): number {
  const section = openStructure(sheet, sheet.root, 'Sect');
  let y = page.contentTop - 6;
  const titleStyle = { width: page.contentWidth, size: 19, font: 'bold', lines: 2 } as const;
  const title = fitOnLines(sheet, input.slide.name, titleStyle);
  tagged(sheet, section, { type: 'H1' }, () => {
    y = writeText(sheet, title, { ...titleStyle, x: page.left, y });
  });
  tagged(sheet, section, { type: 'P' }, () => {
    const style = { x: page.left, y: y + 2, width: page.contentWidth, size: 8.5, colour: inks.quiet };
    y = writeText(sheet, describeSlide(input), style);
  });
  y = drawFinding(sheet, composeHeadline(input), { section, y: y + 10 });
  for (const warning of input.slide.warnings) y = drawWarning(sheet, warning, { section, y: y + 6 });
  section.end();
  return y;
}

function describeSlide({ slide, cellCount, scannedAt, timeZone }: ReportInput): string {
  return [
    sayKind(slide),
    describeFields(slide).replace(', none failed', ''),
    `${countOf(cellCount, 'white cell')} found`,
    `scanned ${formatInstant(scannedAt, timeZone ?? 'UTC').slice(0, 16)}`,
  ].join('  ·  ');
}

function sayKind({ kind, fieldKind }: ReportedSlide): string {
  if (fieldKind === 'region') return 'Whole slide';
  return kind === 'image-file' ? 'Image file' : 'Folder of fields';
}

/** Beside the finding, because whoever reads the one has to know the other. */
function drawWarning(
  sheet: Sheet,
  warning: string,
  at: { readonly section: PDFKit.PDFStructureElement; readonly y: number },
): number {
  const { section, y } = at;
  const text = `Warning: ${warning}`;
  const style = { width: page.contentWidth - 24, size: 8.5 } as const;
  const height = measureText(sheet, text, style) + 10;
  drawArtifact(sheet, 'Layout', () => {
    sheet.doc.rect(page.left, y, page.contentWidth, height).fill(inks.banner);
    sheet.doc.rect(page.left, y, 4, height).fill(inks.bannerText);
  });
  tagged(sheet, section, { type: 'P' }, () => {
    writeText(sheet, text, { ...style, x: page.left + 14, y: y + 5, colour: inks.bannerText });
  });
  return y + height;
}

function drawFinding(
  sheet: Sheet,
  headline: Headline,
  at: { readonly section: PDFKit.PDFStructureElement; readonly y: number },
): number {
  const { section, y } = at;
  const textX = page.left + 150;
  const finding = { width: page.right - textX - 14, size: 13, font: 'bold', lineGap: 1 } as const;
  const advice = { width: finding.width, size: 10 } as const;
  const lineHeight = measureText(sheet, 'x', finding);
  const findingHeight = headline.finding.length * lineHeight;
  const textHeight = findingHeight + 4 + measureText(sheet, headline.advice, advice);
  const height = Math.max(66, textHeight + 26);
  drawArtifact(sheet, 'Layout', () => {
    sheet.doc.rect(page.left, y, page.contentWidth, height).fill(inks.panel);
    sheet.doc.rect(page.left, y, 4, height).fill(toneColours[headline.tone]);
    const figure = { x: page.left + 18, width: 122 };
    const figureY = y + height / 2 - 24;
    writeText(sheet, headline.figure, { ...figure, y: figureY, size: 26, font: 'bold' });
    writeText(sheet, headline.figureLabel, { ...figure, y: figureY + 33, size: 8.5, colour: inks.quiet });
  });
  const textY = y + (height - textHeight) / 2;
  tagged(sheet, section, { type: 'P' }, () => {
    headline.finding.forEach((line, index) => {
      writeText(sheet, line, { ...finding, x: textX, y: textY + index * lineHeight });
    });
  });
  tagged(sheet, section, { type: 'P' }, () => {
    writeText(sheet, headline.advice, { ...advice, x: textX, y: textY + findingHeight + 4 });
  });
  return y + height;
}
