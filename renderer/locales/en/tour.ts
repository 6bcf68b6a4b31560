/** Words of the window: tour. */
export const tour = {} as const;
