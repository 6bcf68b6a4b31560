import { z } from 'zod';
import type { LabErrorDetails } from '../../domain/labError.ts';

/* What crosses between the station and the process that reads one slide. Pixels cross as bytes. */

const requestId = z.int().positive();
const pixelCount = z.int().positive();

const slideEntry = z.strictObject({
  name: z.string(),
  path: z.string().min(1),
  kind: z.enum(['image-file', 'field-folder', 'dicom-series']),
});

const slideRegion = z.strictObject({
  level: z.int().nonnegative(),
  xPx: z.int(),
  yPx: z.int(),
  widthPx: pixelCount,
  heightPx: pixelCount,
});

const deepZoomTile = z.strictObject({
  level: z.int().nonnegative(),
  column: z.int().nonnegative(),
  row: z.int().nonnegative(),
  tilePx: pixelCount,
  overlapPx: z.int().nonnegative(),
  quality: z.int(),
});

/** A request to the process. It has at most one slide open: the next `open` comes after a `close`, or after an
 *  `open` that failed. */
export const readerRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), requestId, entry: slideEntry }),
  z.strictObject({ kind: z.literal('region'), requestId, region: slideRegion }),
  z.strictObject({ kind: z.literal('tile'), requestId, tile: deepZoomTile }),
  z.strictObject({ kind: z.literal('associated'), requestId, name: z.string() }),
  z.strictObject({ kind: z.literal('check'), requestId }),
  z.strictObject({ kind: z.literal('close'), requestId }),
  z.strictObject({ kind: z.literal('cancel'), requestId }),
]);

export type ReaderRequest = z.infer<typeof readerRequestSchema>;

/** A request before it has a number. */
export type ReaderWork = ReaderRequest extends infer Request
  ? Request extends { readonly kind: 'cancel' }
    ? never
    : Omit<Request, 'requestId'>
  : never;

/** What the process says. */
export type ReaderReply =
  /** libraries are loaded; requests may come */
  | { readonly kind: 'ready' }
  /** a request has left the queue: its time counts from here */
  | { readonly kind: 'began'; readonly requestId: number }
  | { readonly kind: 'result'; readonly requestId: number; readonly result: unknown }
  | {
      readonly kind: 'failure';
      readonly requestId: number;
      /** of a LabError; undefined of a bug */
      readonly code: string | undefined;
      readonly message: string;
      readonly details: LabErrorDetails;
      readonly stack: string | undefined;
    }
  /** the process ends itself, because its memory has grown over the limit */
  | { readonly kind: 'overfull'; readonly rssBytes: number };
