import { z } from 'zod';
import type { PixelBox } from '../domain/cell.ts';
import { cellClassNames, cellClassOfFolder, type Verdict } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import type { ClassSettings } from '../domain/labSettings.ts';
import { verdicts } from '../domain/verdict.ts';

/** A label as it stands in a file, on the slide in full-resolution pixels. */
export interface ParsedLabel {
  readonly box: PixelBox;
  readonly verdict: Verdict;
}

export interface ParsedLabels {
  readonly labels: readonly ParsedLabel[];
  /** labels whose class is none of the lab's */
  readonly unknownClassCount: number;
}

/** More than any slide has cells. */
const mostLabels = 500_000;
/** Columns of a CSV file, in any order; others are passed over. */
export const labelColumns = ['x_px', 'y_px', 'width_px', 'height_px', 'class'] as const;

/** Reads labels: CSV with a head line of `labelColumns`, or GeoJSON as QuPath writes it (polygons with
 *  properties.classification.name). A class is named by its id ("pre-b"), as a dataset's folder ("Pre"), or by the
 *  program's or the lab's own name.
 *  @throws LabError 'argument-invalid' when the text is neither, or a line cannot be read */
export function parseLabels(text: string, classes: ClassSettings): ParsedLabels {
  const isJson = text.trimStart().startsWith('{') || text.trimStart().startsWith('[');
  const found = isJson ? parseGeoJson(text) : parseCsv(text);
  if (found.length > mostLabels)
    throw new LabError(
      'argument-invalid',
      `The file holds ${found.length} labels; ${mostLabels} are the most.`,
    );
  const labels = found.flatMap(({ box, className }) => {
    const verdict = verdictNamed(className, classes);
    return verdict === undefined ? [] : [{ box, verdict }];
  });
  return { labels, unknownClassCount: found.length - labels.length };
}

interface FoundLabel {
  readonly box: PixelBox;
  readonly className: string;
}

function parseCsv(text: string): readonly FoundLabel[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const head = (lines[0] ?? '').split(/[,;\t]/).map((name) => name.trim().toLowerCase());
  const at = labelColumns.map((name) => head.indexOf(name));
  if (at.includes(-1))
    throw new LabError(
      'argument-invalid',
      `This is no file of labels. Its first line has to name the columns ${labelColumns.join(', ')}; or give GeoJSON.`,
    );
  return lines.slice(1).map((line, index) => {
    const values = line.split(/[,;\t]/).map((value) => value.trim().replace(/^"(.*)"$/, '$1'));
    const [xPx, yPx, widthPx, heightPx] = at
      .slice(0, 4)
      .map((column) => Number(values[column] || Number.NaN));
    const box = boxSchema.safeParse({ xPx, yPx, widthPx, heightPx });
    if (!box.success)
      throw new LabError(
        'argument-invalid',
        `Line ${index + 2} of the labels has no box of numbers: "${line.slice(0, 80)}".`,
      );
    return { box: box.data, className: values[at[4] ?? -1] ?? '' };
  });
}

const boxSchema = z.object({
  xPx: z.number(),
  yPx: z.number(),
  widthPx: z.number().positive(),
  heightPx: z.number().positive(),
});

const position = z.array(z.number()).min(2);
const featureSchema = z.object({
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position).min(3)).min(1) }),
    z.object({
      type: z.literal('MultiPolygon'),
      coordinates: z.array(z.array(z.array(position).min(3)).min(1)).min(1),
    }),
  ]),
  properties: z.object({ classification: z.object({ name: z.string() }).optional() }).nullish(),
});
const geoJsonSchema = z.union([z.object({ features: z.array(featureSchema) }), z.array(featureSchema)]);

function parseGeoJson(text: string): readonly FoundLabel[] {
  const parsed = geoJsonSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new LabError(
      'argument-invalid',
      `This GeoJSON cannot be read: ${z.prettifyError(parsed.error).slice(0, 300)}. Export polygons with their class.`,
    );
  const features = Array.isArray(parsed.data) ? parsed.data : parsed.data.features;
  return features.map(({ geometry, properties }) => {
    const points = geometry.type === 'Polygon' ? geometry.coordinates.flat() : geometry.coordinates.flat(2);
    return { box: boxAround(points), className: properties?.classification?.name ?? '' };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says what is wrong with it
  }
}

function boxAround(points: readonly (readonly number[])[]): PixelBox {
  let [left, top, right, lower] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, lower] = [Math.min(top, y), Math.max(lower, y)];
  }
  return { xPx: left, yPx: top, widthPx: Math.max(1, right - left), heightPx: Math.max(1, lower - top) };
}

function verdictNamed(name: string, classes: ClassSettings): Verdict | undefined {
  const wanted = name.trim().toLowerCase();
  return (
    verdicts.find((verdict) => verdict === wanted) ??
    cellClassOfFolder(name) ??
    verdicts.find(
      (verdict) => classes[verdict].name !== '' && classes[verdict].name.toLowerCase() === wanted,
    ) ??
    verdicts.find(
      (verdict) =>
        verdict in cellClassNames &&
        cellClassNames[verdict as keyof typeof cellClassNames].toLowerCase() === wanted,
    )
  );
}
