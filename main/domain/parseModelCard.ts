import { z } from 'zod';
import { type ModelCard, modelCardSchema } from './modelCard.ts';
import { cardSchemaVersion } from './modelCardParts.ts';

const versionedSchema = z.object({ schemaVersion: z.unknown() });

/** Reads what lies in card.json of a classifier.
 *  @param json undefined when it is no JSON
 *  @returns the card, or in words why it is none that this program reads */
export function parseModelCard(
  json: unknown,
): { readonly card: ModelCard } | { readonly card: undefined; readonly problem: string } {
  const version = findOtherVersion(json);
  if (version !== undefined) return { card: undefined, problem: version };
  const read = modelCardSchema.safeParse(json);
  if (read.success) return { card: read.data };
  return { card: undefined, problem: `its card cannot be read: ${z.prettifyError(read.error)}` };
}

/** Why a card of another version of the form is not read; undefined of one of ours, or of none. */
export function findOtherVersion(json: unknown): string | undefined {
  const { data } = versionedSchema.safeParse(json);
  if (data?.schemaVersion === undefined || data.schemaVersion === cardSchemaVersion) return undefined;
  return `its card has schema version ${JSON.stringify(data.schemaVersion)}, and this program reads ${cardSchemaVersion}; update the program, or have the model made anew`;
}
