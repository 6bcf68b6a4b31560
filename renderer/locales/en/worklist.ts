/** Words of the window: worklist. */
export const worklist = {} as const;
