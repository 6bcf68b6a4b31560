import type { CellTable } from '../../../main/domain/cellTable.ts';

/** Room about the cell, as a factor of the size of a large one. */
const margin = 1.25;
const steps = [64, 96, 128, 160, 192, 256, 384, 512, 768] as const;

/** Edge of the square that every crop of a slide shows, full-resolution pixels: one for all, so that a small cell looks
 *  small beside a large one. Nineteen of twenty cells fit in with room to spare. */
export function cropEdgePx(table: CellTable): number {
  if (table.count === 0) return 64;
  const longest = new Float32Array(table.count);
  for (let row = 0; row < table.count; row += 1)
    longest[row] = Math.max(table.widthPx[row] ?? 0, table.heightPx[row] ?? 0);
  longest.sort();
  const large = longest[Math.floor((table.count - 1) * 0.95)] ?? 64;
  return Math.max(16, Math.ceil((large * margin) / 8) * 8);
}

/** Edge of the picture to ask for: few sizes, so that a crop that is there is used again.
 *  @param shownPx edge on the screen, device pixels */
export function pictureEdgePx(shownPx: number): number {
  return steps.find((step) => step >= shownPx) ?? 768;
}
