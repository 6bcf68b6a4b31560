import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { channels } from '../../preload/contract/channels.ts';
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
      const definition = typeof name === 'string' && Object.hasOwn(labCalls, name) ? callOf(name) : undefined;
      if (definition === undefined)
        throw new LabError('argument-invalid', 'The lab has no call of this name.');
      const parsed = definition.args.safeParse(args);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const where = issue?.path.map(String).join('.').slice(0, 100) ?? '';
        throw new LabError(
          'argument-invalid',
          `The arguments of ${String(name)} are not what it takes${where === '' ? '' : ` at ${where}`}: ${issue?.message.slice(0, 200) ?? ''}.`,
        );
      }
      const own = shell(event);
      const value = Object.hasOwn(own, name as string)
        ? await own[name as keyof ShellApi](parsed.data as never)
        : await station.callLab(name as StationCallName, args, { grants: grants.pathsOf(args) });
      return { ok: true, value };
    } catch (error) {
      return refusal(error, String(name), log);
    }
  });
  ipcMain.handle(channels.drop, (event, paths: unknown) => {
    if (!isOurs(event) || !Array.isArray(paths)) return [];
    return paths
      .slice(0, 1000)
      .flatMap((path: unknown) => (typeof path === 'string' ? (grants.give(path) ?? []) : []));
  });
}

function callOf(name: string) {
  return labCalls[name as keyof typeof labCalls];
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
