import { cellClassNames } from '../domain/cellClass.ts';
import type { Interval } from '../domain/clopperPearson.ts';
import { type Axis, chooseAxis } from './chooseAxis.ts';
import { type ClassMark, inks } from './classMarks.ts';
import { type Box, drawHatchedBox, drawWhiskers } from './drawBar.ts';
import { formatInterval, formatPercent } from './formatFigures.ts';
import { markOf, orderClasses, ownNameOf } from './reportedClasses.ts';
import type { ReportInput } from './reportInput.ts';
import {
  drawArtifact,
  drawRule,
  ensureSpace,
  fitOnLine,
  openStructure,
  page,
  type Sheet,
  type Structure,
  tagged,
  writeHeading,
  writeText,
} from './reportSheet.ts';
import { describeReview, emptyStateHints } from './reportWording.ts';

interface TableRow {
  readonly name: string;
  /** the standard term, where the lab has a name of its own */
  readonly term: string | undefined;
  readonly indent: number;
  readonly isSum: boolean;
  readonly mark: ClassMark;
  readonly count: number;
  readonly fraction: number;
  readonly interval: Interval;
}

const rowHeight = 20;
const columns = [
  { title: 'Class', x: page.left, width: 158, align: 'left' },
  { title: 'Cells', x: 206, width: 40, align: 'right' },
  { title: 'Share', x: 250, width: 50, align: 'right' },
  { title: '95 % interval', x: 304, width: 74, align: 'right' },
] as const;
const plot = { x: 396, width: page.right - 396 - 14 } as const;
const sumMark: ClassMark = { colour: inks.text, tint: '#5B6875', hatch: 'solid', shortName: 'blast-like' };

/** Table and plot of the differential, row by row side by side; hints instead when nothing was counted.
 *  @returns the y below it */
export function drawDifferential(sheet: Sheet, input: ReportInput, startY: number): number {
  const section = openStructure(sheet, sheet.root, 'Sect');
  const y = ensureSpace(sheet, startY, 220);
  const isEmpty = input.differential.totalCount === 0;
  const remark = isEmpty ? undefined : 'Exact binomial intervals (Clopper–Pearson), drawn as whiskers';
  const below = writeHeading(sheet, section, {
    y,
    title: 'Differential',
    ...(remark === undefined ? {} : { remark }),
  });
  const end = isEmpty
    ? drawEmptyState(sheet, section, below)
    : drawTable(sheet, input, { section, y: below });
  section.end();
  return end;
}

function drawTable(
  sheet: Sheet,
  input: ReportInput,
  at: { readonly section: Structure; readonly y: number },
): number {
  const rows = rowsOf(input);
  const axis = chooseAxis(Math.max(...rows.map((row) => row.interval.high)));
  const table = openStructure(sheet, at.section, 'Table');
  drawArtifact(sheet, 'Layout', () => {
    drawGrid(sheet, axis, { top: at.y + 15, bottom: at.y + 15 + rows.length * rowHeight });
  });
  drawColumnTitles(sheet, table, at.y);
  let y = at.y + 15;
  for (const row of rows) {
    drawRow(sheet, { table, row, axis, y });
    y += rowHeight;
  }
  table.end();
  return drawTotal(sheet, input, { section: at.section, y: y + 5 });
}

/** The sum first: it is what the reader came for. */
function rowsOf(input: ReportInput): readonly TableRow[] {
  const { differential, classes } = input;
  const single = orderClasses(input).flatMap((cellClass) => {
    const row = differential.rows.find((one) => one.cellClass === cellClass);
    if (row === undefined) return [];
    const own = ownNameOf(input, cellClass);
    return {
      ...row,
      name: own ?? cellClassNames[cellClass],
      term: own === undefined ? undefined : cellClassNames[cellClass],
      indent: classes[cellClass].isBlast ? 12 : 0,
      isSum: false,
      mark: markOf(input, cellClass),
    };
  });
  const sum: TableRow = {
    name: 'Blast-like, all',
    term: undefined,
    indent: 0,
    isSum: true,
    mark: sumMark,
    count: differential.blastCount,
    fraction: differential.blastFraction,
    interval: differential.blastInterval,
  };
  return [sum, ...single];
}

function drawColumnTitles(sheet: Sheet, table: Structure, y: number): void {
  const titles = openStructure(sheet, table, 'TR');
  for (const { title, ...column } of columns) {
    tagged(sheet, titles, { type: 'TH' }, () => {
      writeText(sheet, title, { ...column, y, size: 8, colour: inks.quiet });
    });
  }
  titles.end();
}

function drawRow(
  sheet: Sheet,
  at: { readonly table: Structure; readonly row: TableRow; readonly axis: Axis; readonly y: number },
): void {
  const { table, row, axis, y } = at;
  const font = row.isSum ? 'bold' : 'regular';
  drawArtifact(sheet, 'Layout', () => {
    drawRule(sheet, y + rowHeight, page.left, page.right);
    drawHatchedBox(sheet, { x: page.left + row.indent, y: y + 6, width: 11, height: 9 }, row.mark);
    const track: Box = { x: plot.x, y: y + 5, width: plot.width, height: 11 };
    drawHatchedBox(sheet, { ...track, width: (row.fraction / axis.maximum) * plot.width }, row.mark);
    drawWhiskers(sheet, track, { interval: row.interval, maximum: axis.maximum });
  });
  const line = openStructure(sheet, table, 'TR');
  const nameInset = row.indent + 18;
  const [nameColumn, ...figureColumns] = columns;
  tagged(sheet, line, { type: 'TH' }, () => {
    const style = { width: nameColumn.width - nameInset, size: 9, font } as const;
    const x = nameColumn.x + nameInset;
    writeText(sheet, fitOnLine(sheet, row.name, style), { ...style, x, y: y + (row.term ? 1 : 4.5) });
    if (row.term === undefined) return;
    writeText(sheet, row.term, { ...style, x, y: y + 11.5, size: 6.5, font: 'regular', colour: inks.quiet });
  });
  const figures = [
    String(row.count),
    `${formatPercent(row.fraction)} %`,
    `${formatInterval(row.interval)} %`,
  ];
  figureColumns.forEach(({ x, width, align }, index) => {
    tagged(sheet, line, { type: 'TD' }, () => {
      writeText(sheet, figures[index] ?? '', { x, width, align, y: y + 4.5, size: 9, font });
    });
  });
  line.end();
}

function drawGrid(sheet: Sheet, axis: Axis, rows: { readonly top: number; readonly bottom: number }): void {
  for (const tick of axis.ticks) {
    const x = plot.x + (tick / axis.maximum) * plot.width;
    sheet.doc.moveTo(x, rows.top).lineTo(x, rows.bottom).lineWidth(0.5).strokeColor(inks.line).stroke();
    const label = `${Math.round(tick * 100)}${tick === axis.maximum ? ' %' : ''}`;
    writeText(sheet, label, {
      x: x - 20,
      y: rows.top - 12,
      width: 40,
      size: 7,
      colour: inks.quiet,
      align: 'center',
    });
  }
}

function drawTotal(
  sheet: Sheet,
  input: ReportInput,
  at: { readonly section: Structure; readonly y: number },
): number {
  const { differential, cellCount } = input;
  const excluded = cellCount - differential.totalCount;
  const rest = excluded > 0 ? ` of ${cellCount} found (${excluded} not counted)` : '';
  const text = `Counted: ${differential.totalCount}${rest}. ${describeReview(input)}`;
  let y = at.y;
  tagged(sheet, at.section, { type: 'P' }, () => {
    y = writeText(sheet, text, { x: page.left, y, width: page.contentWidth, size: 8.5, colour: inks.quiet });
  });
  return y;
}

function drawEmptyState(sheet: Sheet, section: Structure, y: number): number {
  const height = 100;
  drawArtifact(sheet, 'Layout', () => {
    const { doc } = sheet;
    doc.roundedRect(page.left, y + 4, page.contentWidth, height, 4).dash(3, { space: 3 });
    doc.lineWidth(0.8).strokeColor(inks.empty).stroke().undash();
    doc
      .circle(page.left + 58, y + 54, 24)
      .lineWidth(1.2)
      .strokeColor(inks.empty)
      .stroke();
    doc
      .moveTo(page.left + 41, y + 71)
      .lineTo(page.left + 75, y + 37)
      .stroke();
  });
  let line = y + 22;
  const style = { x: page.left + 112, width: page.contentWidth - 130 };
  tagged(sheet, section, { type: 'P' }, () => {
    line = writeText(sheet, 'Nothing was counted. Before scanning again:', {
      ...style,
      y: line,
      size: 10,
      font: 'bold',
    });
  });
  for (const hint of emptyStateHints) {
    tagged(sheet, section, { type: 'P' }, () => {
      line = writeText(sheet, hint, { ...style, y: line + 3, size: 9, colour: inks.quiet });
    });
  }
  return y + height + 4;
}
