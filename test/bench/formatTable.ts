/** Rows as a table for a terminal: the first column to the left, the others to the right.
 *  @param rows as many texts each as `header` */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const formatRow = (row: readonly string[]) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('   ')
      .trimEnd();
  return [
    formatRow(header),
    widths.map((width) => '-'.repeat(width)).join('   '),
    ...rows.map(formatRow),
    '',
  ].join('\n');
}
