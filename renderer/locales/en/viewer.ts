/** Words of the window: viewer. */
export const viewer = {} as const;
