import sharp from 'sharp';
import { classMarks, inks } from './classMarks.ts';
import { countOf, formatProbability } from './formatFigures.ts';
import { type ReportFonts, readReportFonts } from './reportFonts.ts';
import { researchUseBanner, syntheticMark } from './reportWording.ts';
import { shortenMiddle } from './shortenMiddle.ts';
import { svgText, svgTextWidth } from './svgText.ts';

/** One cell of a contact sheet. */
export interface SheetCell {
  /** square crop of any size */
  readonly jpeg: Buffer;
  readonly caption: string;
  /** P(blast-like), 0..1 */
  readonly blastProbability: number;
}

/** How a contact sheet is laid out. */
export interface SheetOptions {
  readonly title: string;
  /** one line under the title */
  readonly subtitle?: string;
  /** 8 unless told */
  readonly columns?: number;
  /** marks the sheet SYNTHETIC SLIDE */
  readonly isSynthetic?: boolean;
}

interface Layout {
  readonly fonts: ReportFonts;
  readonly columns: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** More cells would make a picture that few programs open. */
const maximumCells = 400;
const cropPx = 150;
const gapPx = 16;
const marginPx = 36;
const captionPx = 42;
const headPx = 158;
/** narrower, and the title has no room */
const minimumColumns = 5;

/** Lays cells out as a titled grid, the most blast-like first; each says its probability in words and in the
 *  colour of its frame. At most 400 cells: the subtitle says when there are more.
 *  @returns PNG */
export async function renderContactSheet(
  cells: readonly SheetCell[],
  options: SheetOptions,
): Promise<Buffer> {
  const shown = cells.toSorted((a, b) => b.blastProbability - a.blastProbability).slice(0, maximumCells);
  const layout = planLayout(shown.length, options);
  const crops = shown.map(async (cell, index) => ({
    input: await sharp(cell.jpeg).resize(cropPx, cropPx, { fit: 'cover' }).removeAlpha().png().toBuffer(),
    ...placeOf(index, layout),
  }));
  const svg = Buffer.from(
    drawSheet(shown, { ...options, subtitle: subtitleOf(cells.length, options) }, layout),
  );
  return sharp({
    create: { width: layout.widthPx, height: layout.heightPx, channels: 3, background: '#FFFFFF' },
  })
    .composite([...(await Promise.all(crops)), { input: svg, left: 0, top: 0 }])
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function planLayout(count: number, options: SheetOptions): Layout {
  const columns = Math.max(minimumColumns, Math.min(options.columns ?? 8, Math.max(1, count)));
  const rows = Math.max(1, Math.ceil(count / columns));
  return {
    fonts: readReportFonts(),
    columns,
    widthPx: 2 * marginPx + columns * (cropPx + gapPx) - gapPx,
    heightPx: headPx + rows * (cropPx + captionPx + gapPx) + marginPx - gapPx,
  };
}

function placeOf(index: number, { columns }: Layout): { readonly left: number; readonly top: number } {
  const row = Math.floor(index / columns);
  return {
    left: marginPx + (index % columns) * (cropPx + gapPx),
    top: headPx + row * (cropPx + captionPx + gapPx),
  };
}

function subtitleOf(count: number, { subtitle }: SheetOptions): string {
  const counted =
    count > maximumCells ? `the ${maximumCells} most blast-like of ${count}` : countOf(count, 'cell');
  return subtitle === undefined ? counted : `${subtitle} · ${counted}`;
}

function drawSheet(cells: readonly SheetCell[], options: SheetOptions, layout: Layout): string {
  const body = [
    drawHead(options, layout),
    ...cells.map((cell, index) => drawCell(cell, index, layout)),
    ...(cells.length === 0 ? [drawEmptyState(layout)] : []),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${layout.widthPx}" height="${layout.heightPx}">${body.join('')}</svg>`;
}

function drawHead(options: SheetOptions, layout: Layout): string {
  const { fonts } = layout;
  const width = layout.widthPx - 2 * marginPx;
  const shorten = (text: string, style: { sizePx: number; font?: 'bold' }) =>
    shortenMiddle(text, (candidate) => svgTextWidth(fonts, candidate, style) <= width);
  const title = { sizePx: 28, font: 'bold' } as const;
  const line = { x: marginPx, sizePx: 14, colour: inks.quiet };
  const mark = options.isSynthetic === true ? drawSyntheticMark(layout) : '';
  return [
    `<rect x="${marginPx}" y="24" width="${width}" height="28" fill="${inks.banner}"/>`,
    svgText(fonts, researchUseBanner, {
      x: marginPx + 12,
      y: 43,
      sizePx: 14,
      font: 'bold',
      colour: inks.bannerText,
    }),
    mark,
    svgText(fonts, shorten(options.title, title), { ...title, x: marginPx, y: 92, colour: inks.text }),
    svgText(fonts, shorten(options.subtitle ?? '', line), { ...line, y: 114 }),
    drawLegend(layout),
  ].join('');
}

function drawSyntheticMark({ fonts, widthPx }: Layout): string {
  const width = svgTextWidth(fonts, syntheticMark, { sizePx: 14, font: 'bold' }) + 28;
  const x = widthPx - marginPx - width;
  const style = { x: x + 14, y: 43, sizePx: 14, font: 'bold', colour: '#FFFFFF' } as const;
  return `<rect x="${x}" y="24" width="${width}" height="28" fill="${inks.text}"/>${svgText(fonts, syntheticMark, style)}`;
}

function drawLegend({ fonts }: Layout): string {
  const items = [
    { label: 'blast-like 0.50 or more', colour: frameColour(1), x: marginPx },
    { label: 'blast-like under 0.50', colour: frameColour(0), x: marginPx + 200 },
  ];
  return items
    .map(({ label, colour, x }) => {
      const box = `<rect x="${x + 1.5}" y="126.5" width="9" height="9" fill="none" stroke="${colour}" stroke-width="3"/>`;
      return box + svgText(fonts, label, { x: x + 18, y: 136, sizePx: 13, colour: inks.quiet });
    })
    .join('');
}

function drawCell(cell: SheetCell, index: number, layout: Layout): string {
  const { fonts } = layout;
  const { left, top } = placeOf(index, layout);
  const colour = frameColour(cell.blastProbability);
  const caption = shortenMiddle(
    cell.caption,
    (candidate) => svgTextWidth(fonts, candidate, { sizePx: 12 }) <= cropPx,
  );
  const probability = `${formatProbability(cell.blastProbability)} blast-like`;
  const y = top + cropPx + 18;
  return [
    `<rect x="${left}" y="${top}" width="${cropPx}" height="${cropPx}" fill="none" stroke="${colour}" stroke-width="4"/>`,
    svgText(fonts, probability, { x: left, y, sizePx: 14, font: 'bold', colour: inks.text }),
    svgText(fonts, caption, { x: left, y: y + 16, sizePx: 12, colour: inks.quiet }),
  ].join('');
}

function drawEmptyState({ fonts }: Layout): string {
  const style = { x: marginPx, y: headPx + 40, sizePx: 18, colour: inks.quiet };
  return svgText(fonts, 'No white cell was found.', style);
}

function frameColour(blastProbability: number): string {
  return blastProbability >= 0.5 ? inks.blastLike : classMarks.benign.colour;
}
