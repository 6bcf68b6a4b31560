/** What goes into the detector's graph and comes out of it. */
export const detectorPorts = {
  /** uint8 [1, height, width, 3], RGB, any size */
  image: 'image',
  /** int64 [8]: zeros but for the rows and columns that bring height and width to multiples of 16 */
  padding: 'padding',
  /** float32 [map cells of the padded image, cellMapChannels], as domain/cellMaps has them */
  outputs: 'outputs',
} as const;

/** Least and largest value of each activation that is rounded to bytes, by its name. */
export type DetectorRanges = ReadonlyMap<string, { readonly least: number; readonly most: number }>;

/** The names in a DetectorRanges, and of the outputs of a watched graph: [least, most] of each activation. */
export function watchedOutput(name: string, end: 'least' | 'most'): string {
  return `${name}/${end}-seen`;
}
