/** Words of the window: reports. */
export const reports = {} as const;
