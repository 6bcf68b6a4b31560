/** Words of the window: settings. */
export const settings = {} as const;
