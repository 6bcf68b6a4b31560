/** What a person did to the cells of a slide. Every action is one row that is never changed; undo and redo are
 *  actions of their own. */
export const labelActionKinds = [
  'label',
  'draw',
  'reshape',
  'delete',
  'merge',
  'split',
  'import',
  'undo',
  'redo',
] as const;
export type LabelActionKind = (typeof labelActionKinds)[number];

export interface LabelAction {
  /** UUIDv7 */
  readonly id: string;
  readonly kind: LabelActionKind;
  readonly person: string;
  /** how many cells it touched */
  readonly cellCount: number;
  /** of 'undo' and 'redo': the action that it takes back or does again */
  readonly targetId: string | undefined;
  /** ISO 8601 in UTC */
  readonly at: string;
}

/** What can be undone and done again on a slide. */
export interface LabelHistory {
  /** what undo would take back, undefined when there is nothing */
  readonly undo: LabelAction | undefined;
  readonly redo: LabelAction | undefined;
  readonly undoCount: number;
  readonly redoCount: number;
}
