import { z } from 'zod';
import { cellClasses } from './cellClass.ts';
import { figuresSchema } from './modelCard.ts';
import type { PersonRole } from './person.ts';

/** A fraction with its 95 % Wilson interval: hits of count. With a count of 0 nothing is known: 0 to 1. */
export const proportionSchema = z.object({
  hits: z.int().nonnegative(),
  count: z.int().nonnegative(),
  low: z.number(),
  high: z.number(),
});
export type Proportion = Readonly<z.infer<typeof proportionSchema>>;

/** What one model did on the control set. */
export const gateFiguresSchema = z.object({
  /** blast items called blast, of whichever class */
  blastSensitivity: proportionSchema,
  /** benign items called benign */
  blastSpecificity: proportionSchema,
  classes: z.array(
    z.object({
      cellClass: z.enum(cellClasses),
      sensitivity: proportionSchema,
      precision: proportionSchema,
    }),
  ),
  /** with confusion matrix and expected calibration error */
  figures: figuresSchema,
});
export type GateFigures = Readonly<z.infer<typeof gateFiguresSchema>>;

/** Two models on the same items, by the very class. */
export const comparisonSchema = z.object({
  bothRight: z.int(),
  onlyChallengerRight: z.int(),
  onlyChampionRight: z.int(),
  bothWrong: z.int(),
  /** McNemar's exact test, two-sided */
  p: z.number(),
});
export type ModelComparison = Readonly<z.infer<typeof comparisonSchema>>;

/** Why a verdict is what it is. The first four refuse; the others are said beside it. */
export const gateReasons = [
  'model-damaged',
  'test-vectors-differ',
  'blast-sensitivity-below-floor',
  'worse-than-champion',
  'no-control-set',
  'no-champion',
  'champion-unusable',
  'challenger-made-before-lock',
  'champion-made-before-lock',
] as const;
export type GateReason = (typeof gateReasons)[number];

const damage: readonly GateReason[] = ['model-damaged', 'test-vectors-differ'];
const judged: readonly GateReason[] = ['blast-sensitivity-below-floor', 'worse-than-champion'];

const modelSchema = z.object({ fullName: z.string(), sha256: z.string(), isShipped: z.boolean() });

export const gateVerdictSchema = z.object({
  /** UUIDv7 */
  id: z.string(),
  challenger: modelSchema,
  /** the model that scans used; undefined where it is the challenger itself, or cannot be used */
  champion: modelSchema.optional(),
  controlSetVersion: z.int().positive().optional(),
  /** 'unmeasured': there is no control set */
  decision: z.enum(['allowed', 'refused', 'unmeasured']),
  reasons: z.array(z.object({ reason: z.enum(gateReasons), detail: z.string() })),
  /** what the lab asked for then */
  floor: z.number(),
  blastClasses: z.array(z.enum(cellClasses)),
  challengerFigures: gateFiguresSchema.optional(),
  championFigures: gateFiguresSchema.optional(),
  comparison: comparisonSchema.optional(),
  person: z.string(),
  at: z.string(),
});

/** What the gate said of a model that was to be activated. */
export type GateVerdict = Readonly<z.infer<typeof gateVerdictSchema>>;

/** Whether a reason refuses a model; others are said beside a verdict. */
export function isRefusal(reason: GateReason): boolean {
  return damage.includes(reason) || judged.includes(reason);
}

/** Whether the reasons let a model through. */
export function decide(reasons: readonly GateReason[]): GateVerdict['decision'] {
  if (reasons.some(isRefusal)) return 'refused';
  return reasons.includes('no-control-set') ? 'unmeasured' : 'allowed';
}

/** A refusal by figures may be overridden by who answers for the models; a damaged model never is. */
export function canBeOverridden({ decision, reasons }: Pick<GateVerdict, 'decision' | 'reasons'>): boolean {
  return decision === 'refused' && !reasons.some(({ reason }) => damage.includes(reason));
}

/** A lab without a control set must be able to start: the program's own models need no more, others that a person
 *  says so. */
export function needsAcknowledgement({
  decision,
  challenger,
}: Pick<GateVerdict, 'decision' | 'challenger'>): boolean {
  return decision === 'unmeasured' && !challenger.isShipped;
}

/** Who may override a refusal and set what the gate asks for. */
export function answersForModels(role: PersonRole): boolean {
  return role === 'model-steward' || role === 'administrator';
}

/** Characters of a reason for an override, at least. */
export const leastReasonLength = 10;

/** 0..1; undefined when nothing was counted. */
export function fractionOf({ hits, count }: Proportion): number | undefined {
  return count === 0 ? undefined : hits / count;
}
