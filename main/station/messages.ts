import { z } from 'zod';
import type { LabEvents } from '../../preload/contract/events.ts';
import type { LabErrorDetails } from '../domain/labError.ts';
import type { StationEventName } from './stationContext.ts';

/* What crosses between the station and whoever started it. Pictures cross as bytes: the window's own process asks
 * for them and hands them to the viewer. */

const handleSchema = z.string().min(1).max(100);

const pictureOptions = { ifNoneMatch: z.string().max(10_000).optional() } as const;

/** Arguments of each call, by name. */
const callSchema = z.discriminatedUnion('call', [
  z.strictObject({
    call: z.literal('openSlide'),
    entry: z.strictObject({
      name: z.string().min(1),
      path: z.string().min(1),
      kind: z.enum(['image-file', 'field-folder', 'dicom-series']),
    }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    fingerprint: z.string().min(1).max(1000).optional(),
  }),
  z.strictObject({
    call: z.literal('readTile'),
    handle: handleSchema,
    tile: z.strictObject({
      level: z.number(),
      column: z.number(),
      row: z.number(),
      tilePx: z.number(),
      overlapPx: z.number(),
      quality: z.number(),
    }),
    ...pictureOptions,
  }),
  z.strictObject({
    call: z.literal('readThumbnail'),
    handle: handleSchema,
    maxPx: z.number(),
    ...pictureOptions,
  }),
  z.strictObject({
    call: z.literal('readAssociatedImage'),
    handle: handleSchema,
    name: z.string(),
    ...pictureOptions,
  }),
  z.strictObject({ call: z.literal('closeSlide'), handle: handleSchema }),
  /** answered when the lab's database is open */
  z.strictObject({ call: z.literal('start') }),
  z.strictObject({ call: z.literal('isBusy') }),
  z.strictObject({ call: z.literal('reportPath'), reportId: z.string().max(100) }),
  /** a call of the contract; the arguments are checked by its own schema */
  z.strictObject({
    call: z.literal('lab'),
    name: z.string().max(100),
    args: z.unknown(),
    grants: z.record(z.string().max(100), z.string().min(1).max(10_000)),
  }),
  /** a picture or report by its address; read apart by `parsePictureUrl` */
  z.strictObject({ call: z.literal('picture'), path: z.string().max(2000), ...pictureOptions }),
]);

export const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), callId: z.number().int().positive(), request: callSchema }),
  z.strictObject({ kind: z.literal('cancel'), callId: z.number().int().positive() }),
]);

/** Settings that the process is started with, as JSON in its first argument. */
export const stationSettingsSchema = z.strictObject({
  /** bound of the memory for pictures */
  memoryBytes: z.number().positive().optional(),
  /** where pictures are kept over restarts */
  disk: z.strictObject({ folder: z.string().min(1), mostBytes: z.number().positive() }).optional(),
  /** slides whose readers are kept open */
  mostOpen: z.number().int().positive().optional(),
  /** absolute paths; undefined: the process serves slides and tiles only */
  lab: z.strictObject({ databasePath: z.string().min(1), dataFolder: z.string().min(1) }).optional(),
});

export type StationCall = z.infer<typeof callSchema>;
export type StationRequest = z.infer<typeof requestSchema>;
export type StationSettings = z.infer<typeof stationSettingsSchema>;

export type StationReply =
  | { readonly callId: number; readonly ok: true; readonly value: unknown }
  | {
      readonly callId: number;
      readonly ok: false;
      /** a LabErrorCode, undefined for a bug */
      readonly code: string | undefined;
      readonly message: string;
      /** of a bug */
      readonly stack: string | undefined;
      readonly details: LabErrorDetails;
    };

/** What the station says without being asked. */
export type StationEventMessage = {
  readonly [Name in StationEventName]: { readonly event: Name; readonly payload: LabEvents[Name] };
}[StationEventName];

/** Bytes for a window, with their type. */
export type ServedPicture =
  | {
      readonly kind: 'picture';
      readonly bytes: Uint8Array;
      readonly contentType: 'image/jpeg' | 'application/pdf';
      readonly etag: string;
    }
  | { readonly kind: 'not-modified'; readonly etag: string };
