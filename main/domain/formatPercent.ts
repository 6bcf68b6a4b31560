/** "12.3 %" of a fraction 0..1: for lines, cards and reasons; a report's figures have their own form. */
export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}
