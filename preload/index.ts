import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { channels } from './contract/channels.ts';
import type { LabEventName } from './contract/events.ts';
import type { LabBridge } from './contract.ts';

/* The only code that stands between a window and Electron: it hands on, and decides nothing. */

const bridge: LabBridge = {
  invoke: (call, args) => ipcRenderer.invoke(channels.call, call, args),
  on: (name, listener) => {
    const hear = (_event: IpcRendererEvent, heard: LabEventName, payload: unknown) => {
      if (heard === name) listener(payload as Parameters<typeof listener>[0]);
    };
    ipcRenderer.on(channels.event, hear);
    return () => void ipcRenderer.removeListener(channels.event, hear);
  },
  grantDropped: (files) => ipcRenderer.invoke(channels.drop, files.map(pathOfFile)),
};

/** Electron 32 took `path` from File and gave webUtils instead; the runtime of our tests is older. */
function pathOfFile(file: File): string {
  return webUtils?.getPathForFile?.(file) ?? (file as File & { readonly path?: string }).path ?? '';
}

contextBridge.exposeInMainWorld('lab', bridge);
