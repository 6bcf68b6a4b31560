import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createStationClient, type StationClient } from '../../main/station/stationClient.ts';
import type { StationEventName } from '../../main/station/stationContext.ts';
import type { LabEvents } from '../../preload/contract/events.ts';
import type { StationApi, StationCallName } from '../../preload/contract.ts';
import { aScratchFolder } from './aSmearFolder.ts';

/** A real station process with a lab of its own, as a window has it. */
export interface LabStation {
  readonly client: StationClient;
  readonly databasePath: string;
  /** a call of the contract, typed as in a window */
  readonly lab: StationApi;
  /** as a person who chose these paths in a dialog */
  addSlides(paths: readonly string[]): ReturnType<StationApi['addSlides']>;
  /** all events so far, oldest first */
  readonly events: readonly StationEvent[];
  /** Resolves when nothing waits or runs any more; rejects with the problem of a queue that stopped. */
  whenScanned(): Promise<void>;
}

export type StationEvent = {
  readonly [Name in StationEventName]: { readonly name: Name; readonly event: LabEvents[Name] };
}[StationEventName];

/** @param folder of a lab that is there already; a new one unless given */
export async function aLabStation(folder?: string): Promise<LabStation> {
  const data = folder ?? (await aScratchFolder());
  const databasePath = join(data, 'lab.db');
  const client = createStationClient({ lab: { databasePath, dataFolder: data } });
  onTestFinished(() => client.dispose());
  const events: StationEvent[] = [];
  client.onEvent((name, event) => events.push({ name, event } as unknown as StationEvent));
  const lab = new Proxy({} as StationApi, {
    get: (_target, name) => (args: unknown) => client.callLab(name as StationCallName, args),
  });
  await client.start();
  return {
    ...{ client, databasePath, lab, events },
    async addSlides(paths) {
      const grants = Object.fromEntries(
        paths.map((path, at) => [`grant-00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, path]),
      );
      const args = { grants: Object.keys(grants), priority: 'routine' };
      return (await client.callLab('addSlides', args, { grants })) as Awaited<
        ReturnType<StationApi['addSlides']>
      >;
    },
    async whenScanned() {
      for (;;) {
        const { queue } = await lab.listWorklist({});
        if (queue.problem !== undefined) throw new Error(queue.problem);
        if (queue.current === undefined && queue.waitingCount === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
