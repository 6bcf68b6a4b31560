import type { GalleryLayout } from './galleryLayout.ts';

export const focusMoves = [
  'left',
  'right',
  'up',
  'down',
  'page-up',
  'page-down',
  'row-start',
  'row-end',
  'first',
  'last',
] as const;
export type FocusMove = (typeof focusMoves)[number];

/** Where a key takes the focus: up and down keep the column as far as the row goes, across the heads of groups.
 *  @param at place in the layout's `cells`
 *  @param pageRows rows of crops that the window shows
 *  @returns a place in `cells`; that of before where there is nowhere to go */
export function moveFocus(layout: GalleryLayout, at: number, move: FocusMove, pageRows: number): number {
  const last = layout.cells.length - 1;
  if (last < 0) return at;
  const row = layout.rows[layout.rowOf[at] ?? 0];
  if (row?.kind !== 'crops') return 0;
  switch (move) {
    case 'left':
      return Math.max(0, at - 1);
    case 'right':
      return Math.min(last, at + 1);
    case 'up':
      return moveRows(layout, at, -1);
    case 'down':
      return moveRows(layout, at, 1);
    case 'page-up':
      return moveRows(layout, at, -Math.max(1, pageRows));
    case 'page-down':
      return moveRows(layout, at, Math.max(1, pageRows));
    case 'row-start':
      return row.from;
    case 'row-end':
      return row.to - 1;
    case 'first':
      return 0;
    case 'last':
      return last;
  }
}

function moveRows(layout: GalleryLayout, at: number, by: number): number {
  const index = layout.rowOf[at] ?? 0;
  const here = layout.rows[index];
  const column = here?.kind === 'crops' ? at - here.from : 0;
  const step = Math.sign(by);
  let found = here;
  let left = Math.abs(by);
  for (let next = index + step; left > 0; next += step) {
    const row = layout.rows[next];
    if (row === undefined) break;
    if (row.kind === 'head') continue;
    found = row;
    left -= 1;
  }
  return found?.kind === 'crops' ? Math.min(found.to - 1, found.from + column) : at;
}

/** The next cell that fits, after a place and from the first on again; -1 when none does. The place itself is not
 *  asked. */
export function findNext(layout: GalleryLayout, at: number, fits: (tableRow: number) => boolean): number {
  const count = layout.cells.length;
  for (let step = 1; step < count; step += 1) {
    const place = (at + step) % count;
    if (fits(layout.cells[place] ?? 0)) return place;
  }
  return -1;
}
