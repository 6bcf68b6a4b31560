import { buffer } from 'node:stream/consumers';
import { drawDifferential } from './drawDifferential.ts';
import { drawFooters, drawFrame } from './drawFrame.ts';
import { drawGallery } from './drawGallery.ts';
import { drawLimitations, drawProvenance } from './drawProvenance.ts';
import { drawSignature } from './drawSignature.ts';
import { drawTitle } from './drawTitle.ts';
import { readReportFonts } from './reportFonts.ts';
import type { ReportInput } from './reportInput.ts';
import { createSheet } from './reportSheet.ts';
import { researchUseBanner } from './reportWording.ts';

const sectionGap = 16;

/** Sets a report as a tagged A4 PDF/A-2b with embedded fonts, unsigned. The same input gives the same bytes.
 *  @throws RangeError when a date or the time zone is none; Error when a crop is no JPEG: bugs of the caller */
export async function renderReport(input: ReportInput): Promise<Buffer> {
  const sheet = createSheet(readReportFonts(), describeDocument(input));
  const pdf = buffer(sheet.doc);
  drawFrame(sheet, input, 'first');
  sheet.doc.on('pageAdded', () => drawFrame(sheet, input, 'later'));
  let y = drawTitle(sheet, input);
  for (const draw of sectionsOf(input)) {
    y = draw(sheet, input, y + sectionGap);
  }
  sheet.root.end();
  drawFooters(sheet, input);
  sheet.doc.end();
  return pdf;
}

function sectionsOf({ gallery, limitations }: ReportInput) {
  return [
    drawDifferential,
    ...(gallery.length === 0 ? [] : [drawGallery]),
    drawProvenance,
    ...(limitations.length === 0 ? [] : [drawLimitations]),
    drawSignature,
  ];
}

/** What PDF readers show of the file. pdfkit writes these into XML as they are, hence no markup characters. */
function describeDocument({ slide, reviewer, programVersion, issuedAt }: ReportInput): PDFKit.DocumentInfo {
  const plain = (text: string) => text.replaceAll(/[&<>\p{Cc}\p{Cf}\p{Cs}]/gu, '_');
  return {
    Title: `Blastscope report: ${plain(slide.name)}`,
    Author: plain(reviewer.name),
    Subject: researchUseBanner,
    Creator: `Blastscope ${plain(programVersion)}`,
    CreationDate: new Date(issuedAt),
    ModDate: new Date(issuedAt),
  };
}
