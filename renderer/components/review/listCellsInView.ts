import { type Gallery, idsBetween } from './gallery.ts';
import { rowAtPx } from './galleryLayout.ts';

/** Ids of the cells whose row is whole in the window and not below the head that sticks to its top. */
export function listCellsInView(
  gallery: Gallery,
  view: { readonly topPx: number; readonly heightPx: number },
): readonly number[] {
  const { layout } = gallery;
  const endPx = view.topPx + view.heightPx;
  const ids: number[] = [];
  for (let at = rowAtPx(layout, view.topPx); at < layout.rows.length; at += 1) {
    const row = layout.rows[at];
    if ((layout.startsPx[at + 1] ?? 0) > endPx) break;
    if (row?.kind !== 'crops' || (layout.startsPx[at] ?? 0) < view.topPx + layout.headPx) continue;
    ids.push(...idsBetween(gallery, row.from, row.to - 1));
  }
  return ids;
}
