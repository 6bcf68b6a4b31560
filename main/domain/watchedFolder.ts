/** A folder from which a station takes slides as they come. */
export interface WatchedFolder {
  readonly id: string;
  readonly path: string;
  /** looked at by the clock alone, as network shares need it */
  readonly isPolled: boolean;
  readonly addedBy: string;
  /** ISO 8601 */
  readonly addedAt: string;
}

/** As it is now. */
export interface FolderState extends WatchedFolder {
  /** why it cannot be looked at; undefined while all is well */
  readonly problem: string | undefined;
}
