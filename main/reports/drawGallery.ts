import type { CellClass } from '../domain/cellClass.ts';
import { classMarks, inks } from './classMarks.ts';
import { drawHatchedBox } from './drawBar.ts';
import { countOf, formatProbability } from './formatFigures.ts';
import { blastProbabilityOf, listOwnNames, markOf, orderClasses, ownNameOf } from './reportedClasses.ts';
import type { GalleryCell, ReportInput } from './reportInput.ts';
import {
  drawArtifact,
  ensureSpace,
  fitOnLine,
  measureWidth,
  openStructure,
  page,
  type Sheet,
  type Structure,
  tagged,
  writeHeading,
  writeText,
} from './reportSheet.ts';
import { sayOrigin } from './scanWording.ts';

const columnCount = 5;
const gap = 11;
const cropSize = (page.contentWidth - (columnCount - 1) * gap) / columnCount;
const cardHeight = cropSize + 79;
const scaleBarUm = 10;
/** of the names that a laboratory has of its own, two lines or so */
const ownNamesHeight = 24;

/** The cells that look most blast-like, with what the model thinks of each. @returns the y below them */
export function drawGallery(sheet: Sheet, input: ReportInput, startY: number): number {
  const cells = input.gallery.toSorted(
    (a, b) => blastProbabilityOf(input, b.probabilities) - blastProbabilityOf(input, a.probabilities),
  );
  const section = openStructure(sheet, sheet.root, 'Sect');
  let y = ensureSpace(sheet, startY, 24 + ownNamesHeight + cardHeight);
  y = writeHeading(sheet, section, { y, title: 'Most suspicious cells', remark: describeGallery(input) });
  y = writeOwnNames(sheet, section, { input, y });
  for (let first = 0; first < cells.length; first += columnCount) {
    y = startRow(sheet, section, y);
    cells.slice(first, first + columnCount).forEach((cell, column) => {
      drawCard(sheet, section, {
        input,
        cell,
        rank: first + column + 1,
        x: page.left + column * (cropSize + gap),
        y,
      });
    });
    y += cardHeight;
  }
  section.end();
  return y;
}

/** What the lab's own names stand for: the cards have no room for both. @returns the y below */
function writeOwnNames(
  sheet: Sheet,
  section: Structure,
  { input, y }: { readonly input: ReportInput; readonly y: number },
): number {
  const names = listOwnNames(input);
  if (names.length === 0) return y;
  let below = y;
  tagged(sheet, section, { type: 'P' }, () => {
    const style = { x: page.left, y, width: page.contentWidth, size: 7.5, colour: inks.quiet };
    below = writeText(sheet, `Names of this laboratory: ${names.join('; ')}`, style);
  });
  return below + 3;
}

/** @returns the y of the next row, on a new page under a reminder of what goes on there */
function startRow(sheet: Sheet, section: Structure, y: number): number {
  const rowStart = ensureSpace(sheet, y, cardHeight);
  if (rowStart === y) return y + 2;
  let below = rowStart;
  tagged(sheet, section, { type: 'P' }, () => {
    const style = { x: page.left, y: rowStart, width: page.contentWidth, size: 8, colour: inks.quiet };
    below = writeText(sheet, 'Most suspicious cells, continued', style);
  });
  return below + 5;
}

function describeGallery({ gallery, cellCount, slide }: ReportInput): string {
  const scale =
    slide.pixelSize === undefined || gallery.every((cell) => cell.windowUm === undefined)
      ? 'scale unknown'
      : `bar: ${scaleBarUm} µm, ${sayOrigin(slide.pixelSize.origin)}`;
  return `${gallery.length} of ${countOf(cellCount, 'cell')}, most blast-like first; ${scale}`;
}

interface Card {
  readonly input: ReportInput;
  readonly cell: GalleryCell;
  readonly rank: number;
  readonly x: number;
  readonly y: number;
}

function drawCard(sheet: Sheet, section: Structure, card: Card): void {
  const { input, cell, rank, x, y } = card;
  const probability = formatProbability(blastProbabilityOf(input, cell.probabilities));
  const place = `${cell.fieldName}, x ${Math.round(cell.xPx)}, y ${Math.round(cell.yPx)}`;
  tagged(sheet, section, { type: 'Figure', alt: `Cell ${rank}: ${place}` }, () => {
    sheet.doc.image(cell.jpeg, x, y, { width: cropSize, height: cropSize });
  });
  drawArtifact(sheet, 'Layout', () => {
    sheet.doc.rect(x, y, cropSize, cropSize).lineWidth(0.5).strokeColor(inks.line).stroke();
    drawScale(sheet, card);
    drawRank(sheet, card);
    drawProbabilityBars(sheet, card);
  });
  tagged(sheet, section, { type: 'P' }, () => {
    const style = { x, y: y + cropSize + 3, width: cropSize, size: 8.5, font: 'bold' } as const;
    writeText(sheet, `${probability} blast-like`, style);
  });
  tagged(sheet, section, { type: 'P' }, () => writeProbabilities(sheet, card));
  tagged(sheet, section, { type: 'P' }, () => writePlace(sheet, card));
}

function drawRank(sheet: Sheet, { rank, x, y }: Card): void {
  const width = rank < 10 ? 12 : 17;
  sheet.doc.rect(x, y, width, 12).fill(inks.text);
  const style = { x, y: y + 1.5, width, size: 7, font: 'bold', colour: '#FFFFFF', align: 'center' } as const;
  writeText(sheet, String(rank), style);
}

/** A bar of 10 µm with a white edge, readable on any stain; words instead when the scale is not known. */
function drawScale(sheet: Sheet, { cell, x, y }: Card): void {
  const right = x + cropSize - 6;
  const bottom = y + cropSize - 6;
  const label = { size: 6.5, font: 'bold', halo: '#FFFFFF' } as const;
  if (cell.windowUm === undefined) {
    const style = { ...label, x: right - 60, y: bottom - 6, width: 60, align: 'right' } as const;
    writeText(sheet, 'scale unknown', style);
    return;
  }
  const length = (scaleBarUm / cell.windowUm) * cropSize;
  // a plate, because dark stain runs under the figures
  sheet.doc.rect(right - length / 2 - 13, bottom - 11.5, 26, 10).fill('#FFFFFF');
  const bar = (inset: number) =>
    sheet.doc.moveTo(right - length - inset, bottom).lineTo(right + inset, bottom);
  bar(1).lineWidth(4).strokeColor('#FFFFFF').stroke();
  bar(0).lineWidth(2).strokeColor(inks.text).stroke();
  const centred = { x: right - length / 2 - 20, y: bottom - 11, width: 40, align: 'center' } as const;
  writeText(sheet, `${scaleBarUm} µm`, { ...label, ...centred });
}

function rowY({ y }: Card, index: number): number {
  return y + cropSize + 17 + index * 10;
}

function drawProbabilityBars(sheet: Sheet, card: Card): void {
  orderClasses(card.input).forEach((cellClass, index) => {
    const track = { x: card.x + 43, y: rowY(card, index) + 1.5, width: cropSize - 65, height: 5.5 };
    sheet.doc.rect(track.x, track.y, track.width, track.height).fill(inks.panel);
    const width = track.width * card.cell.probabilities[cellClass];
    drawHatchedBox(sheet, { ...track, width }, markOf(card.input, cellClass));
  });
}

function writeProbabilities(sheet: Sheet, card: Card): void {
  const classes = orderClasses(card.input);
  const likeliest = classes.reduce((best, next) =>
    probabilityOf(card, next) > probabilityOf(card, best) ? next : best,
  );
  classes.forEach((cellClass, index) => {
    const font = cellClass === likeliest ? 'bold' : 'regular';
    const style = { y: rowY(card, index) - 0.5, size: 7, font, width: 42 } as const;
    const name = ownNameOf(card.input, cellClass) ?? classMarks[cellClass].shortName;
    writeText(sheet, fitOnLine(sheet, name, style), { ...style, x: card.x });
    const value = formatProbability(probabilityOf(card, cellClass));
    writeText(sheet, value, { ...style, x: card.x + cropSize - 24, width: 24, align: 'right' });
  });
}

function probabilityOf(card: Card, cellClass: CellClass): number {
  return card.cell.probabilities[cellClass];
}

function writePlace(sheet: Sheet, card: Card): void {
  const { cell, x } = card;
  const coordinates = ` · ${Math.round(cell.xPx)}, ${Math.round(cell.yPx)}`;
  const style = { width: cropSize, size: 6.5, colour: inks.quiet } as const;
  const nameWidth = cropSize - measureWidth(sheet, coordinates, style) - 1;
  const name = fitOnLine(sheet, cell.fieldName, { ...style, width: nameWidth });
  writeText(sheet, `${name}${coordinates}`, { ...style, x, y: rowY(card, 4) + 1, width: cropSize + 2 });
}
