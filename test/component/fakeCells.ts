import { applyCellChanges } from '../../main/domain/applyCellChanges.ts';
import type { CellChanges, CellTable } from '../../main/domain/cellTable.ts';
import type { CellId } from '../../main/domain/ids.ts';
import { LabError } from '../../main/domain/labError.ts';
import type { LabelAction, LabelActionKind, LabelHistory } from '../../main/domain/labelAction.ts';
import type { LabelResult } from '../../preload/contract/cellCalls.ts';

/** Verdicts of some cells, before or after an action: numbers as in a CellTable. */
type VerdictsById = ReadonlyMap<number, number>;

interface Step {
  readonly action: LabelAction;
  readonly before: VerdictsById;
  readonly after: VerdictsById;
}

export interface FakeCells {
  readonly read: () => CellTable;
  readonly history: () => LabelHistory;
  /** @param verdict as in a CellTable; -1 withdraws */
  readonly label: (cellIds: readonly CellId[], verdict: number) => LabelResult;
  readonly undo: () => LabelResult;
  readonly redo: () => LabelResult;
  readonly markSeen: (cellIds: readonly CellId[]) => CellChanges;
}

/** The cells of one slide, with labels that can be undone, as the lab keeps them. */
export function createFakeCells(first: CellTable, person: () => string): FakeCells {
  let table = first;
  const done: Step[] = [];
  const undone: Step[] = [];
  let actionCount = 0;

  const history = (): LabelHistory => ({
    undo: done.at(-1)?.action,
    redo: undone.at(-1)?.action,
    undoCount: done.length,
    redoCount: undone.length,
  });
  const newAction = (kind: LabelActionKind, cellCount: number, targetId?: string): LabelAction => {
    actionCount += 1;
    const id = `00000000-0000-7000-8000-${String(actionCount).padStart(12, '0')}`;
    return { id, kind, person: person(), cellCount, targetId, at: '2026-01-05T09:00:00.000Z' };
  };
  const write = (ids: readonly number[], change: (table: CellTable) => void): CellChanges => {
    const changed = copyRows(table, ids);
    change(changed);
    const { slideId, scanId } = table;
    const changes = {
      slideId,
      scanId,
      revision: table.revision + 1,
      changed,
      removedIds: new Float64Array(),
    };
    table = applyCellChanges(table, changes) ?? table;
    return changes;
  };
  const writeVerdicts = (verdicts: VerdictsById) =>
    write([...verdicts.keys()], (rows) => {
      for (const [row, verdict] of [...verdicts.values()].entries()) {
        rows.verdict[row] = verdict;
        rows.reviewer[row] = verdict === -1 ? -1 : 0;
        rows.seen[row] = 1;
      }
    });
  const turn = (kind: 'undo' | 'redo'): LabelResult => {
    const [from, to] = kind === 'undo' ? [done, undone] : [undone, done];
    const step = from.pop();
    if (step === undefined) throw new LabError('argument-invalid', `There is nothing to ${kind}.`);
    to.push(step);
    const changes = writeVerdicts(kind === 'undo' ? step.before : step.after);
    return { action: newAction(kind, step.before.size, step.action.id), changes, history: history() };
  };

  return {
    read: () => table,
    history,
    label(cellIds, verdict) {
      const ids = cellIds.map(Number);
      const before = new Map(ids.map((id) => [id, table.verdict[table.ids.indexOf(id)] ?? -1]));
      const after = new Map(ids.map((id) => [id, verdict]));
      const action = newAction('label', ids.length);
      done.push({ action, before, after });
      undone.length = 0;
      return { action, changes: writeVerdicts(after), history: history() };
    },
    undo: () => turn('undo'),
    redo: () => turn('redo'),
    markSeen: (cellIds) => write(cellIds.map(Number), (rows) => void rows.seen.fill(1)),
  };

  function copyRows(from: CellTable, ids: readonly number[]): CellTable {
    const rows = ids.map((id) => from.ids.indexOf(id));
    const pick = (column: ArrayLike<number>) => rows.map((row) => column[row] ?? 0);
    return {
      ...from,
      count: rows.length,
      ids: Float64Array.from(ids),
      xPx: Float32Array.from(pick(from.xPx)),
      yPx: Float32Array.from(pick(from.yPx)),
      widthPx: Float32Array.from(pick(from.widthPx)),
      heightPx: Float32Array.from(pick(from.heightPx)),
      score: Float32Array.from(pick(from.score)),
      field: Int32Array.from(pick(from.field)),
      predicted: Int8Array.from(pick(from.predicted)),
      probabilities: Float32Array.from(
        rows.flatMap((row) => [...from.probabilities.slice(row * 4, row * 4 + 4)]),
      ),
      strangeness: Float32Array.from(pick(from.strangeness)),
      verdict: Int8Array.from(pick(from.verdict)),
      reviewer: Int16Array.from(pick(from.reviewer)),
      seen: Uint8Array.from(pick(from.seen)),
      isDrawn: Uint8Array.from(pick(from.isDrawn)),
      reviewers: [person()],
      fields: [],
    };
  }
}
