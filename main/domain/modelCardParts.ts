import { z } from 'zod';

/* What the cards of both tasks, classifying cells and finding them, say in the same words. */

/** Of the form of card.json: raised when an older program would misread it. */
export const cardSchemaVersion = 1;

export const fractionSchema = z.number().min(0).max(1);

/** Which model this is, who made it and when. */
export const modelIdentityShape = {
  schemaVersion: z.literal(cardSchemaVersion),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  createdAt: z.iso.datetime(),
  programVersion: z.string(),
} as const;

/** The model that another goes on from, known for good by the hash of its weights. */
export const parentSchema = z.object({
  name: modelIdentityShape.name,
  version: modelIdentityShape.version,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The weights that the card belongs to: others are refused. */
export const weightsFileSchema = z.object({
  file: z.literal('weights.bin'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.int().positive(),
});

/** What was trained on, how it was parted, and under which terms it may be used. */
export const datasetSourceSchema = z.object({
  name: z.string(),
  sha256: z.string(),
  split: z.string(),
  terms: z.string(),
  citation: z.string(),
});
