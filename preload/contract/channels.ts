/** Channels between preload and Electron main; there are no others. */
export const channels = { call: 'lab:call', event: 'lab:event', drop: 'lab:drop' } as const;
