import type { ModelId } from './ids.ts';
import type { ModelCard } from './modelCard.ts';

/** A model version that this database knows, with the card it was registered with. */
export interface ModelVersion {
  readonly id: ModelId;
  readonly name: string;
  readonly version: string;
  /** of the weights, 64 lower-case hexadecimal digits */
  readonly sha256: string;
  readonly card: ModelCard;
  readonly registeredAt: string;
}
