import PDFDocument from 'pdfkit';
import { inks } from './classMarks.ts';
import { chooseFont, type FontStyle, type ReportFonts, type SetText } from './reportFonts.ts';
import { shortenMiddle } from './shortenMiddle.ts';

export type Structure = PDFKit.PDFStructureElement;

/** The paper that a report is drawn on. Units are points (1/72 inch), y downwards. */
export interface Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly fonts: ReportFonts;
  /** the root of the structure that screen readers follow */
  readonly root: Structure;
}

/** A4 with its margins and what the frame of each page leaves free. */
export const page = {
  width: 595.28,
  height: 841.89,
  left: 48,
  right: 547.28,
  contentWidth: 499.28,
  contentTop: 86,
  contentBottom: 790,
} as const;

/** How a text is set. */
export interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly font?: FontStyle;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly lineGap?: number;
  /** colour of an edge around the letters, where they lie on a picture */
  readonly halo?: string;
}

/** Sets a text, wrapped to its width. @returns the y below it */
export function writeText(sheet: Sheet, text: string, style: TextStyle): number {
  const height = measureText(sheet, text, style);
  const chosen = chooseFont(sheet.fonts, style.font ?? 'regular', text);
  if (style.halo !== undefined) {
    sheet.doc.lineWidth(2).lineJoin('round').strokeColor(style.halo);
    sheet.doc.text(chosen.text, style.x, style.y, { ...layoutOf(style), stroke: true, fill: false });
  }
  sheet.doc.fillColor(style.colour ?? inks.text);
  sheet.doc.text(chosen.text, style.x, style.y, layoutOf(style));
  return style.y + height;
}

/** Height of a text wrapped to its width. */
export function measureText(sheet: Sheet, text: string, style: Omit<TextStyle, 'x' | 'y'>): number {
  const chosen = chooseFont(sheet.fonts, style.font ?? 'regular', text);
  return sheet.doc.font(chosen.fontName).fontSize(style.size).heightOfString(chosen.text, layoutOf(style));
}

/** Width of a text on one line. */
export function measureWidth(sheet: Sheet, text: string, style: Omit<TextStyle, 'x' | 'y'>): number {
  return widthOf(sheet, chooseFont(sheet.fonts, style.font ?? 'regular', text), style.size);
}

function widthOf(sheet: Sheet, chosen: SetText, size: number): number {
  return sheet.doc.font(chosen.fontName).fontSize(size).widthOfString(chosen.text);
}

/** The text, or its ends around "…" when it does not fit on one line. */
export function fitOnLine(sheet: Sheet, text: string, style: Omit<TextStyle, 'x' | 'y'>): string {
  return shortenMiddle(text, (candidate) => {
    const chosen = chooseFont(sheet.fonts, style.font ?? 'regular', candidate);
    return widthOf(sheet, chosen, style.size) <= style.width;
  });
}

/** The text, or its ends around "…" when it needs more lines than are allowed. */
export function fitOnLines(
  sheet: Sheet,
  text: string,
  style: Omit<TextStyle, 'x' | 'y'> & { readonly lines: number },
): string {
  const oneLine = measureText(sheet, 'x', style);
  return shortenMiddle(
    text,
    (candidate) => measureText(sheet, candidate, style) <= oneLine * (style.lines + 0.5),
  );
}

function layoutOf(style: Omit<TextStyle, 'x' | 'y'>): PDFKit.Mixins.TextOptions {
  return { width: style.width, align: style.align ?? 'left', lineGap: style.lineGap ?? 0 };
}

/** Draws something that screen readers pass over: lines, backgrounds, page numbers. Not within `tagged`. */
export function drawArtifact(sheet: Sheet, type: 'Layout' | 'Pagination', draw: () => void): void {
  sheet.doc.markContent('Artifact', { type });
  draw();
  sheet.doc.endMarkedContent();
}

/** Adds a structure element whose content `draw` puts on the page. */
export function tagged(
  sheet: Sheet,
  parent: Structure,
  tag: { readonly type: string; readonly alt?: string },
  draw: () => void,
): void {
  const { type, ...options } = tag;
  parent.add(sheet.doc.struct(type, options, draw));
}

/** Adds a structure element that holds others. */
export function openStructure(sheet: Sheet, parent: Structure, type: string): Structure {
  const element = sheet.doc.struct(type);
  parent.add(element);
  return element;
}

/** Starts a new page when less than `height` is free. @returns the y to go on at */
export function ensureSpace(sheet: Sheet, y: number, height: number): number {
  if (y + height <= page.contentBottom) return y;
  sheet.doc.addPage();
  return page.contentTop;
}

/** A section's heading and a quiet remark beside it. @returns the y below it */
export function writeHeading(
  sheet: Sheet,
  parent: Structure,
  heading: { readonly y: number; readonly title: string; readonly remark?: string },
): number {
  const { y, title, remark } = heading;
  tagged(sheet, parent, { type: 'H2' }, () => {
    writeText(sheet, title, { x: page.left, y, width: 200, size: 11.5, font: 'bold' });
  });
  if (remark !== undefined) {
    tagged(sheet, parent, { type: 'P' }, () => {
      const style = { width: page.contentWidth - 160, size: 8, colour: inks.quiet, align: 'right' } as const;
      writeText(sheet, remark, { ...style, x: page.left + 160, y: y + 4 });
    });
  }
  drawArtifact(sheet, 'Layout', () => drawRule(sheet, y + 18));
  return y + 24;
}

/** A hairline across the content. */
export function drawRule(sheet: Sheet, y: number, from: number = page.left, to: number = page.right): void {
  sheet.doc.moveTo(from, y).lineTo(to, y).lineWidth(0.5).strokeColor(inks.line).stroke();
}

/** An empty A4 document that aims at PDF/A-2b, tagged, its pages kept open for the frames. */
export function createSheet(fonts: ReportFonts, info: PDFKit.DocumentInfo): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/A-2b',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    bufferPages: true,
    autoFirstPage: false,
    font: '',
    info,
  });
  for (const [name, { bytes }] of Object.entries(fonts)) doc.registerFont(name, bytes);
  doc.addPage();
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, fonts, root };
}
