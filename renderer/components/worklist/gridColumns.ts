/** Widths of the columns, in their order; the first has the thumbnail. */
export const gridColumns =
  'minmax(204px, 2.4fr) minmax(112px, 1.1fr) 52px minmax(142px, 1.4fr) 84px 72px 62px 96px';
