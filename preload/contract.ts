import type { LabErrorDetails } from '../main/domain/labError.ts';
import { batchCalls } from './contract/batchCalls.ts';
import { cellCalls } from './contract/cellCalls.ts';
import type { ApiOf, GrantId } from './contract/defineCall.ts';
import type { LabEventName, LabEvents } from './contract/events.ts';
import { modelCalls } from './contract/modelCalls.ts';
import { reportCalls } from './contract/reportCalls.ts';
import { settingsCalls } from './contract/settingsCalls.ts';
import { type Grant, shellCalls } from './contract/shellCalls.ts';
import { workCalls } from './contract/workCalls.ts';
import { worklistCalls } from './contract/worklistCalls.ts';

/* The one declaration of what crosses between a window and the lab. */

/** Answered by the station. */
export const stationCalls = {
  ...worklistCalls,
  ...batchCalls,
  ...cellCalls,
  ...modelCalls,
  ...reportCalls,
  ...settingsCalls,
  ...workCalls,
};

/** All that a window may ask for, by name. */
export const labCalls = { ...stationCalls, ...shellCalls };

export type StationApi = ApiOf<typeof stationCalls>;
export type ShellApi = ApiOf<typeof shellCalls>;
export type LabApi = ApiOf<typeof labCalls>;

export type StationCallName = keyof StationApi;
export type LabCallName = keyof LabApi;

/** An answer as it crosses: only the message of an Error would. */
export type LabReply =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      /** a LabErrorCode; undefined for a bug */
      readonly code: string | undefined;
      readonly message: string;
      readonly details: LabErrorDetails;
    };

/** What preload puts on `window.lab`. `renderer/lab.ts` makes a typed LabApi of it and is its only user. */
export interface LabBridge {
  /** rejects only when the call never reached Electron main */
  readonly invoke: (call: LabCallName, args: unknown) => Promise<LabReply>;
  /** @returns ends the subscription */
  readonly on: <Name extends LabEventName>(
    name: Name,
    listener: (event: LabEvents[Name]) => void,
  ) => () => void;
  /** files and folders that were dropped on the window become grants */
  readonly grantDropped: (files: readonly File[]) => Promise<readonly Grant[]>;
}

/** Grants that a call carries: the shell adds their paths before it hands the call on. */
export type GrantPaths = Readonly<Record<GrantId, string>>;
