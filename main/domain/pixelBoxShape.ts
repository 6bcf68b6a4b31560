import { z } from 'zod';

/** The fields of a PixelBox, for schemas of what holds one. */
export const pixelBoxShape = {
  xPx: z.number(),
  yPx: z.number(),
  widthPx: z.number().positive(),
  heightPx: z.number().positive(),
} as const;
