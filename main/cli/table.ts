/** Lays rows out as columns two spaces apart; columns of numbers are set to the right.
 *  @param rows each as long as the first, which holds the headings */
export function layOutTable(rows: readonly (readonly string[])[]): string {
  const columnCount = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columnCount }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const areNumbers = widths.map((_, column) =>
    rows.slice(1).every((row) => /^[\d.,\s%–-]*$/.test(row[column] ?? '')),
  );
  return rows
    .map((row) =>
      widths
        .map((width, column) => {
          const text = row[column] ?? '';
          return areNumbers[column] ? text.padStart(width) : text.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** "10.1–14.9 %" of an interval 0..1. */
export function formatInterval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)} %`;
}
