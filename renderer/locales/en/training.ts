/** Words of the window: training. */
export const training = {} as const;
