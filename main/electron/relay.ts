import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { channels } from '../../preload/contract/channels.ts';
import { readCall } from '../../preload/contract/readCall.ts';
import { type LabReply, labCalls, type ShellApi, type StationCallName } from '../../preload/contract.ts';
import { LabError } from '../domain/labError.ts';
import type { StationClient } from '../station/stationClient.ts';
import type { Grants } from './grants.ts';
import type { Log } from './log.ts';

/** What answers a window's calls. */
export interface RelayTools {
  readonly station: StationClient;
  readonly shell: (event: IpcMainInvokeEvent) => ShellApi;
  readonly grants: Grants;
  readonly log: Log;
  /** whether a call comes from the main frame of one of our own windows */
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
}

/** The only channels that a window has into the program. What is not of the contract is refused before it reaches
 *  any handler, and said in the log. */
export function relayCalls({ station, shell, grants, log, isOurs }: RelayTools): void {
  ipcMain.handle(channels.call, async (event, name: unknown, args: unknown): Promise<LabReply> => {
    try {
      if (!isOurs(event)) throw new LabError('argument-invalid', 'This sender may not call the lab.');
      const call = readCall(labCalls, name, args);
      const own = shell(event);
      const value = Object.hasOwn(own, call.name)
        ? await own[call.name as keyof ShellApi](call.args as never)
        : await station.callLab(call.name as StationCallName, args, { grants: grants.pathsOf(args) });
      return { ok: true, value };
    } catch (error) {
      return refusal(error, typeof name === 'string' ? name : typeof name, log);
    }
  });
  ipcMain.handle(channels.drop, (event, paths: unknown) => {
    if (!isOurs(event) || !Array.isArray(paths)) return [];
    return paths
      .slice(0, 1000)
      .flatMap((path: unknown) => (typeof path === 'string' ? (grants.give(path) ?? []) : []));
  });
}

function refusal(error: unknown, name: string, log: Log): LabReply {
  if (error instanceof LabError) {
    if (error.code === 'argument-invalid') log(`refused ${name.slice(0, 60)}: ${error.message}`);
    return { ok: false, code: error.code, message: error.message, details: error.details };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  log(`fault in ${name.slice(0, 60)}: ${bug.stack ?? bug.message}`);
  return { ok: false, code: undefined, message: bug.message, details: {} };
}
