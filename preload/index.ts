import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { channels } from './contract/channels.ts';
import type { LabEventName } from './contract/events.ts';
import type { LabBridge } from './contract.ts';

/* The only code that stands between a window and Electron: it hands on, and decides nothing. */

/** One listener of Electron's for all of the page's. */
const listeners = new Map<LabEventName, Set<(payload: unknown) => void>>();
ipcRenderer.on(channels.event, (_event: IpcRendererEvent, name: LabEventName, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

const bridge: LabBridge = {
  invoke: (call, args) => ipcRenderer.invoke(channels.call, call, args),
  on: (name, listener) => {
    const ofName = listeners.get(name) ?? new Set();
    const hear = (payload: unknown) => listener(payload as Parameters<typeof listener>[0]);
    listeners.set(name, ofName.add(hear));
    return () => void ofName.delete(hear);
  },
  grantDropped: (files) => ipcRenderer.invoke(channels.drop, files.map(pathOfFile)),
};

/** Electron 32 took `path` from File and gave webUtils instead; the runtime of our tests is older. */
function pathOfFile(file: File): string {
  return webUtils?.getPathForFile?.(file) ?? (file as File & { readonly path?: string }).path ?? '';
}

contextBridge.exposeInMainWorld('lab', bridge);
