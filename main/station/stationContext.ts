import type { AnyCalls, ArgumentsOf, GrantId, ResultOf } from '../../preload/contract/defineCall.ts';
import type { LabEventName, LabEvents } from '../../preload/contract/events.ts';
import type { ComputeClient } from '../compute/computeClient.ts';
import type { Db } from '../database/open.ts';
import type { TileService } from '../slides/tiles.ts';
import type { StationFolders } from '../workflows/stationFolders.ts';
import type { AskedWork } from './askedWork.ts';

/** Events that the station sends; the others are the shell's own. */
export type StationEventName = Exclude<LabEventName, 'station-state' | 'menu-command'>;

export type Emit = <Name extends StationEventName>(name: Name, event: LabEvents[Name]) => void;

/** What every handler has at hand, for as long as the station runs. */
export interface StationContext {
  readonly db: Db;
  readonly databasePath: string;
  readonly folders: StationFolders;
  /** for scans and checks */
  readonly scanCompute: ComputeClient;
  /** for trainings: a process of its own, so that a training never waits for a scan and dies alone */
  readonly trainingCompute: ComputeClient;
  readonly tiles: TileService;
  readonly emit: Emit;
  readonly asked: AskedWork;
}

/** What belongs to one call. */
export interface CallContext {
  /** path of each grant that the call carries; the shell has checked that a person chose it */
  readonly grantPath: (grant: GrantId) => string;
  /** aborted when the window cancels or closes */
  readonly signal: AbortSignal;
}

/** One function for each call: what is missing fails to compile. Arguments have passed their schema. */
export type HandlersOf<Calls extends AnyCalls> = {
  readonly [Name in keyof Calls]: (
    args: ArgumentsOf<Calls[Name]>,
    call: CallContext,
  ) => ResultOf<Calls[Name]> | Promise<ResultOf<Calls[Name]>>;
};
