/** Words of the window: review. */
export const review = {} as const;
