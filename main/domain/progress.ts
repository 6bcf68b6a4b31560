/** How far a piece of work is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** one line for people */
  readonly detail: string;
}
