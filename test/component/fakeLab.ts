import type { CellTable } from '../../main/domain/cellTable.ts';
import type { CellId } from '../../main/domain/ids.ts';
import { LabError } from '../../main/domain/labError.ts';
import { defaultLabSettings, findKeyConflicts, type LabSettings } from '../../main/domain/labSettings.ts';
import type { SlideId } from '../../main/domain/slide.ts';
import { verdicts } from '../../main/domain/verdict.ts';
import type { ScanQueue, WorklistRow } from '../../main/domain/worklist.ts';
import type { LabEventName, LabEvents } from '../../preload/contract/events.ts';
import { type LabApi, type LabBridge, type LabCallName, labCalls } from '../../preload/contract.ts';
import { createFakeCells, type FakeCells } from './fakeCells.ts';

export interface FakeLab {
  /** for `window.lab` */
  readonly bridge: LabBridge;
  readonly settings: () => LabSettings;
  /** every call so far, with arguments that its schema has let pass */
  readonly calls: readonly { readonly call: LabCallName; readonly args: unknown }[];
  readonly emit: <Name extends LabEventName>(name: Name, event: LabEvents[Name]) => void;
  /** the next such call is refused */
  readonly refuseNext: (call: LabCallName, error: LabError) => void;
}

const person = { name: 'A. Reader', role: 'haematologist' } as const;

/** A lab in memory: settings, worklist, queue and cells, under the contract of the real one. Whatever it does not
 *  know how to do is answered as a bug is.
 *  @param parts.settings over those of a lab at which somebody works and has seen the tour */
export function createFakeLab(parts: {
  readonly settings?: Partial<LabSettings>;
  readonly rows?: readonly WorklistRow[];
  readonly cells?: readonly CellTable[];
  /** of calls that the lab does not know itself, as those about models and reports */
  readonly answers?: Partial<LabApi>;
  /** the first such calls are refused */
  readonly refused?: Readonly<Partial<Record<LabCallName, LabError>>>;
}): FakeLab {
  let settings: LabSettings = { ...defaultLabSettings, person, isTourDone: true, ...parts.settings };
  let rows = parts.rows ?? [];
  let queue: ScanQueue = {
    isPaused: false,
    waitingCount: rows.filter(({ state }) => state === 'waiting').length,
    current: undefined,
    remainingMs: undefined,
    slidesPerHour: undefined,
    heldFor: undefined,
    problem: undefined,
  };
  const cellsOf = new Map<SlideId, FakeCells>(
    (parts.cells ?? []).map((table) => [
      table.slideId,
      createFakeCells(table, () => settings.person?.name ?? ''),
    ]),
  );
  const listeners = new Map<LabEventName, Set<(event: never) => void>>();
  const refusals = new Map<string, LabError>(Object.entries(parts.refused ?? {}));
  const calls: { readonly call: LabCallName; readonly args: unknown }[] = [];

  const emit: FakeLab['emit'] = (name, event) => {
    for (const listener of listeners.get(name) ?? []) (listener as (one: typeof event) => void)(event);
  };
  const knownCells = (slideId: SlideId): FakeCells => {
    const cells = cellsOf.get(slideId);
    if (cells === undefined)
      throw new LabError('argument-invalid', 'The slide has no finished scan. Scan it first.');
    return cells;
  };
  const changeRows = (slideIds: readonly SlideId[], change: Partial<WorklistRow>) => {
    const changed = new Set(slideIds);
    rows = rows.map((row) => (changed.has(row.slideId) ? { ...row, ...change } : row));
    queue = { ...queue, waitingCount: rows.filter(({ state }) => state === 'waiting').length };
    emit('worklist-changed', { slideIds });
    emit('queue-changed', { queue });
  };

  const api: Partial<LabApi> = {
    readSettings: async () => settings,
    async updateSettings(change) {
      const next = { ...settings, ...(change as Partial<LabSettings>) };
      if (findKeyConflicts(next.classes).length > 0) {
        throw new LabError('argument-invalid', 'Two classes have the same key. Give each its own.');
      }
      settings = next;
      emit('settings-changed', { settings });
      return settings;
    },
    listWorklist: async () => ({ rows, queue }),
    readWorklistRows: async ({ slideIds }) => rows.filter(({ slideId }) => slideIds.includes(slideId)),
    scanAgain: async ({ slideIds }) => changeRows(slideIds, { state: 'waiting', failure: undefined }),
    cancelScans: async ({ slideIds }) => changeRows(slideIds, { state: 'cancelled' }),
    setPriority: async ({ slideIds, priority }) => changeRows(slideIds, { priority }),
    async setQueuePaused({ isPaused }) {
      queue = { ...queue, isPaused };
      emit('queue-changed', { queue });
      return queue;
    },
    readCells: async ({ slideId }) => knownCells(slideId).read(),
    readLabelHistory: async ({ slideId }) => knownCells(slideId).history(),
    async labelCells({ slideId, cellIds, verdict }) {
      return knownCells(slideId).label(cellIds, verdict === null ? -1 : verdicts.indexOf(verdict));
    },
    undo: async ({ slideId }) => knownCells(slideId).undo(),
    redo: async ({ slideId }) => knownCells(slideId).redo(),
    async nextCells({ slideId, count }) {
      // which cells is the domain's affair: here the unlabelled ones, last first
      const { ids, verdict } = knownCells(slideId).read();
      const open = [...ids].filter((_, row) => (verdict[row] ?? -1) < 0);
      return open
        .reverse()
        .slice(0, count)
        .map((id) => String(id) as CellId);
    },
    markSeen: async ({ slideId, cellIds }) => knownCells(slideId).markSeen(cellIds),
    async openSlide() {
      throw new LabError('file-missing', 'The file of this slide is away.');
    },
    listModels: async () => [],
    listWatchedFolders: async () => [],
    readStationState: async () => 'running',
    ...parts.answers,
  };

  return {
    bridge: {
      async invoke(call, given) {
        try {
          const args = labCalls[call].args.parse(given);
          calls.push({ call, args });
          const refusal = refusals.get(call);
          refusals.delete(call);
          if (refusal !== undefined) throw refusal;
          const answer = api[call] as ((args: unknown) => Promise<unknown>) | undefined;
          if (answer === undefined) throw new Error(`The lab of this test does not know ${call}.`);
          return { ok: true, value: structuredClone(await answer(args)) };
        } catch (error) {
          const { message } = error as Error;
          return error instanceof LabError
            ? { ok: false, code: error.code, message, details: error.details }
            : { ok: false, code: undefined, message, details: {} };
        }
      },
      on(name, listener) {
        const known = listeners.get(name) ?? new Set();
        listeners.set(name, known.add(listener));
        return () => void known.delete(listener);
      },
      grantDropped: async () => [],
    },
    settings: () => settings,
    calls,
    emit,
    refuseNext: (call, error) => void refusals.set(call, error),
  };
}
