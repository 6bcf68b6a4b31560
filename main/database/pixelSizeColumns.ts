import { z } from 'zod';
import { estimatePixelSize, type PixelSize } from '../domain/pixelSize.ts';

/** Columns of a scan's pixel size; NULL when it is not known. Scans by a program before 0.2 have no field kind
 *  either, and only the width of their red cells. */
export const pixelSizeColumns = {
  pixel_size_x_um: z.number().nullable(),
  pixel_size_y_um: z.number().nullable(),
  pixel_size_origin: z.enum(['file', 'manual', 'estimated']).nullable(),
  pixel_size_low_um: z.number().nullable(),
  pixel_size_high_um: z.number().nullable(),
  field_kind: z.enum(['camera-image', 'region']).nullable(),
  red_cell_diameter_px: z.number().nullable(),
} as const;

type PixelSizeRow = z.output<z.ZodObject<typeof pixelSizeColumns>>;

/** undefined when it is not known. Of scans by a program before 0.2 it is estimated from their ruler. */
export function pixelSizeOf(row: PixelSizeRow): PixelSize | undefined {
  const { field_kind: fieldKind, red_cell_diameter_px: redCellPx } = row;
  if (fieldKind === null) return redCellPx === null ? undefined : estimatePixelSize([redCellPx]);
  const { pixel_size_x_um: xUm, pixel_size_y_um: yUm, pixel_size_origin: origin } = row;
  if (xUm === null || yUm === null || origin === null) return undefined;
  const { pixel_size_low_um: lowUm, pixel_size_high_um: highUm } = row;
  return { xUm, yUm, origin, interval: lowUm === null || highUm === null ? undefined : { lowUm, highUm } };
}
