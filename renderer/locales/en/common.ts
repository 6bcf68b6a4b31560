/** Words of the window: common. */
export const common = {} as const;
