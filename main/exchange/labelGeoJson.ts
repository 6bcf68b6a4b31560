import { z } from 'zod';
import type { PixelBox } from '../domain/cell.ts';
import { LabError } from '../domain/labError.ts';
import { parseJson } from '../domain/parseJson.ts';
import type { LabelInFile } from './labelInFile.ts';

const ring = z.array(z.array(z.number()).min(2)).min(3);
/** Shapes that no cell has: points that were counted, lines that were measured. */
const otherShapes = ['Point', 'MultiPoint', 'LineString', 'MultiLineString'] as const;
const featureSchema = z.object({
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.enum(otherShapes) }),
    z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
  ]),
  properties: z.object({ classification: z.object({ name: z.string() }).optional() }).nullish(),
});
const geoJsonSchema = z.union([z.object({ features: z.array(featureSchema) }), z.array(featureSchema)]);

/** Labels out of GeoJSON as QuPath writes it: polygons in slide pixels with properties.classification.name; the box
 *  around each is the label's.
 *  @returns also how many features are points and lines
 *  @throws LabError 'argument-invalid' when it is something else */
export function parseLabelGeoJson(text: string): {
  readonly labels: readonly LabelInFile[];
  readonly otherCount: number;
} {
  const parsed = geoJsonSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new LabError(
      'argument-invalid',
      'This GeoJSON holds something else than polygons. Export rectangles, ellipses or polygons with their class, as a FeatureCollection.',
    );
  const features = Array.isArray(parsed.data) ? parsed.data : parsed.data.features;
  const labels = features.flatMap(({ geometry, properties }) => {
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return [];
    const points = geometry.type === 'Polygon' ? geometry.coordinates.flat() : geometry.coordinates.flat(2);
    const className = properties?.classification?.name ?? '';
    return [{ box: boxAround(points), fieldName: undefined, className }];
  });
  return { labels, otherCount: features.length - labels.length };
}

/** Labels as GeoJSON that QuPath reads: one rectangle each.
 *  @param labels in slide pixels */
export function formatLabelGeoJson(labels: readonly LabelInFile[]): string {
  const features = labels.map(({ box: { xPx, yPx, widthPx, heightPx }, className }) => {
    const [right, lower] = [xPx + widthPx, yPx + heightPx];
    const corners = [
      [xPx, yPx],
      [right, yPx],
      [right, lower],
      [xPx, lower],
      [xPx, yPx],
    ];
    return {
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [corners] },
      properties: { objectType: 'annotation', classification: { name: className } },
    };
  });
  return `${JSON.stringify({ type: 'FeatureCollection', features })}\n`;
}

function boxAround(points: readonly (readonly number[])[]): PixelBox {
  let [left, top, right, lower] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x = 0, y = 0] of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, lower] = [Math.min(top, y), Math.max(lower, y)];
  }
  return { xPx: left, yPx: top, widthPx: right - left, heightPx: lower - top };
}
