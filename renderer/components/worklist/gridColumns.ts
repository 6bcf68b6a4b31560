/** Widths of the columns, in their order; the first has the thumbnail. */
export const gridColumns =
  'minmax(170px, 2.2fr) minmax(120px, 1.2fr) 56px minmax(150px, 1.5fr) 88px 72px 66px 96px';
