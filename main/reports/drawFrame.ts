import { inks } from './classMarks.ts';
import type { ReportInput } from './reportInput.ts';
import { drawArtifact, drawRule, fitOnLine, page, type Sheet, tagged, writeText } from './reportSheet.ts';
import { researchUseBanner, syntheticMark } from './reportWording.ts';

const headerY = 28;
const banner = { y: 47, height: 20 } as const;
const footerY = 805;

/** Header and research-use banner of the current page. Screen readers hear the banner once, on the first. */
export function drawFrame(sheet: Sheet, input: ReportInput, pageKind: 'first' | 'later'): void {
  drawArtifact(sheet, 'Pagination', () => {
    drawHeader(sheet, input);
    sheet.doc.rect(page.left, banner.y, page.contentWidth, banner.height).fill(inks.banner);
    if (input.isSynthetic) drawSyntheticMark(sheet);
    if (pageKind === 'later') writeBanner(sheet);
  });
  if (pageKind === 'first') tagged(sheet, sheet.root, { type: 'P' }, () => writeBanner(sheet));
}

/** Footers of all pages, once it is known how many there are. */
export function drawFooters(sheet: Sheet, input: ReportInput): void {
  const { start, count } = sheet.doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    sheet.doc.switchToPage(start + index);
    drawArtifact(sheet, 'Pagination', () => {
      const style = { y: footerY, width: page.contentWidth, size: 7.5, colour: inks.quiet };
      drawRule(sheet, footerY - 6);
      const origin = `Blastscope ${input.programVersion} · slide SHA-256 ${input.slide.sha256.slice(0, 16)}…`;
      writeText(sheet, origin, { ...style, x: page.left });
      writeText(sheet, `page ${index + 1} of ${count}`, { ...style, x: page.left, align: 'right' });
    });
  }
}

function drawHeader(sheet: Sheet, { slide }: ReportInput): void {
  const line = { y: headerY, size: 10 };
  writeText(sheet, 'Blastscope', { ...line, x: page.left, width: 70, font: 'bold' });
  writeText(sheet, 'Blood smear report', { ...line, x: page.left + 62, width: 120, colour: inks.quiet });
  const style = { width: 270, size: 8.5, colour: inks.quiet, align: 'right' } as const;
  const name = fitOnLine(sheet, slide.name, style);
  writeText(sheet, name, { ...style, x: page.right - style.width, y: headerY + 1.5 });
}

function writeBanner(sheet: Sheet): void {
  const style = { x: page.left + 10, y: banner.y + 4, width: 300, size: 9, font: 'bold' } as const;
  writeText(sheet, researchUseBanner, { ...style, colour: inks.bannerText });
}

function drawSyntheticMark(sheet: Sheet): void {
  const width = 106;
  sheet.doc.rect(page.right - width, banner.y, width, banner.height).fill(inks.text);
  writeText(sheet, syntheticMark, {
    x: page.right - width,
    y: banner.y + 4.5,
    width,
    size: 8.5,
    font: 'bold',
    colour: '#FFFFFF',
    align: 'center',
  });
}
