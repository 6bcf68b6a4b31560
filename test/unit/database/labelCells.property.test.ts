import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { checkIntegrity } from '../../../main/database/checkDatabase.ts';
import { importLabels } from '../../../main/database/importLabels.ts';
import * as verbs from '../../../main/database/labelCells.ts';
import { type Db, openDatabase } from '../../../main/database/open.ts';
import { readCellChanges, readCellTable } from '../../../main/database/readCellTable.ts';
import { readStandingSums, rebuildTally } from '../../../main/database/tallies.ts';
import { applyCellChanges } from '../../../main/domain/applyCellChanges.ts';
import type { PixelBox } from '../../../main/domain/cell.ts';
import { boxAt, type CellTable, verdictAt } from '../../../main/domain/cellTable.ts';
import type { CellId } from '../../../main/domain/ids.ts';
import { LabError } from '../../../main/domain/labError.ts';
import type { SlideId } from '../../../main/domain/slide.ts';
import { aCell, recordTwoFields } from '../../helpers/labRecords.ts';
import { aTempFolder } from '../../helpers/openTempDatabase.ts';
import {
  act,
  type LabelModel,
  type LabStep,
  type ModelCell,
  matchByHand,
  redo,
  stepArbitrary,
  undo,
} from './labelModel.ts';

/** Left edges of the two fields on the slide. */
const fieldsAt = [0, 2100] as const;

// seconds alone; a machine that does other things too has taken half a minute
test('whatever people do, the cells are what they would be in a plain list, also after reopening', {
  timeout: 90_000,
}, () => {
  const folder = aTempFolder();
  let run = 0;
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 30, size: 'max' }), (steps) => {
      run += 1;
      const path = `${folder}/lab-${run}.db`;
      let db = openDatabase(path);
      try {
        const cells = [0, 200, 230, 900].flatMap((xPx) =>
          [0, 1].map((fieldIndex) => aCell({ xPx, yPx: 100, fieldIndex })),
        );
        const { slideId } = recordTwoFields(db, cells);
        let table = readCellTable(db, slideId);
        let model: LabelModel = { cells: listed(table), undo: [], redo: [], sighted: new Set() };
        for (const step of steps) {
          if (step.verb === 'reopen') {
            db.close();
            db = openDatabase(path);
          }
          const next = takeStep(db, { slideId, model, step });
          const change = next.change;
          if (change !== undefined) {
            const applied = applyCellChanges(table, readCellChanges(db, slideId, change));
            if (applied === undefined) throw new Error('The change is not the next one');
            table = applied;
          }
          model = next.model;
          const stored = readCellTable(db, slideId);
          expect(listed(stored)).toEqual(model.cells.toSorted(byId));
          expect(listSeen(stored)).toEqual(listSeenBy(model));
          expect(listed(table)).toEqual(listed(stored));
          expect([table.revision, listSeen(table)]).toEqual([stored.revision, listSeen(stored)]);
          const history = verbs.readLabelHistory(db, slideId);
          expect([history.undoCount, history.redoCount]).toEqual([model.undo.length, model.redo.length]);
          const sums = readStandingSums(db, stored.scanId);
          rebuildTally(db, stored.scanId);
          expect(readStandingSums(db, stored.scanId)).toEqual(sums);
        }
        expect(checkIntegrity(db)).toEqual({ isIntact: true, problems: [] });
        expect(verifyAuditChain(db).isIntact).toBe(true);
      } finally {
        db.close();
      }
    }),
    { numRuns: 60 },
  );
});

interface Situation {
  readonly slideId: SlideId;
  readonly model: LabelModel;
  readonly step: LabStep;
}

interface Taken {
  readonly model: LabelModel;
  readonly change?: Parameters<typeof readCellChanges>[2] | undefined;
}

/** Does one thing to both. What the database refuses must be what the list cannot do either. */
function takeStep(db: Db, { slideId, model, step }: Situation): Taken {
  const { person, verdict } = step;
  const picked = pick(model.cells, step.picks);
  const [first] = picked;
  const ids = picked.map(({ id }) => String(id) as CellId);
  const boxes = step.places.map(onSlide);
  const [box] = boxes;
  if (box === undefined) throw new Error('no place');
  const who = { slideId, person };
  const judged = verdict === undefined ? undefined : person;
  switch (step.verb) {
    case 'reopen':
      return { model };
    case 'undo':
    case 'redo': {
      const next = step.verb === 'undo' ? undo(model) : redo(model);
      const run = step.verb === 'undo' ? verbs.undoLabels : verbs.redoLabels;
      return next === undefined ? refused(model, () => run(db, who)) : { model: next, change: run(db, who) };
    }
    case 'draw': {
      const change = verbs.drawCell(db, { ...who, box, verdict });
      const drawn = made(change.cellIds, [{ ...fieldOf(box), verdict, reviewer: judged }]);
      return { model: act(model, [...model.cells, ...drawn]), change };
    }
    case 'import': {
      const aside = picked.map((cell, at) => ({ ...cell.box, xPx: cell.box.xPx + ((box.xPx + at) % 20) }));
      const labels = [...aside, ...boxes].map((one) => ({
        ...fieldOf(one),
        verdict: verdict ?? 'benign',
        fieldName: undefined,
      }));
      const matched = matchByHand(model.cells, labels);
      const { change } = importLabels(db, { ...who, labels });
      const news = labels.filter((_, at) => !matched.has(at)).map((one) => ({ ...one, reviewer: person }));
      const met = new Set([...matched.values()].map(({ id }) => id));
      const labelled = model.cells.map((cell) =>
        met.has(cell.id) ? { ...cell, verdict: verdict ?? 'benign', reviewer: person } : cell,
      );
      return { model: act(model, [...labelled, ...made(change.cellIds, news)]), change };
    }
    default:
  }
  if (first === undefined) return { model };
  const without = (gone: readonly ModelCell[]) => model.cells.filter((cell) => !gone.includes(cell));
  const firstId = String(first.id) as CellId;
  switch (step.verb) {
    case 'label':
    case 'bulk': {
      const chosen = step.verb === 'label' ? [first] : picked;
      const change = verbs.labelCells(db, { ...who, verdict, cellIds: ids.slice(0, chosen.length) });
      const after = model.cells.map((cell) =>
        chosen.includes(cell) ? { ...cell, verdict, reviewer: judged } : cell,
      );
      return { model: act(model, after), change };
    }
    case 'delete':
      return {
        change: verbs.deleteCells(db, { ...who, cellIds: ids }),
        model: act(model, without(picked)),
      };
    case 'reshape': {
      const to = inField(first.field, box);
      const change = verbs.reshapeCell(db, { ...who, cellId: firstId, box: to });
      const after = model.cells.map((cell) => (cell === first ? { ...cell, box: to } : cell));
      return { model: act(model, after), change };
    }
    case 'split': {
      const parts = boxes.map((one) => inField(first.field, one));
      const change = verbs.splitCell(db, { ...who, cellId: firstId, boxes: parts });
      const news = parts.map((one) => ({ ...fieldOf(one), verdict: undefined, reviewer: undefined }));
      return { model: act(model, [...without([first]), ...made(change.cellIds, news)]), change };
    }
    case 'merge': {
      const run = () => verbs.mergeCells(db, { ...who, cellIds: ids });
      if (picked.length < 2 || picked.some(({ field }) => field !== first.field)) return refused(model, run);
      const shared = picked.every((cell) => cell.verdict === first.verdict) ? first.verdict : undefined;
      const reviewer = shared === undefined ? undefined : person;
      const change = run();
      const one = { field: first.field, box: around(picked), verdict: shared, reviewer };
      return { model: act(model, [...without(picked), ...made(change.cellIds, [one])]), change };
    }
    case 'see': {
      const change = verbs.markSeen(db, { ...who, cellIds: ids });
      const isNew = picked.some(({ id }) => !model.sighted.has(id));
      expect(change !== undefined).toBe(isNew);
      return {
        model: { ...model, sighted: new Set([...model.sighted, ...picked.map(({ id }) => id)]) },
        change,
      };
    }
  }
}

function refused(model: LabelModel, run: () => unknown): Taken {
  expect(run).toThrow(LabError);
  return { model };
}

/** Cells that are there, none twice. */
function pick(cells: readonly ModelCell[], picks: readonly number[]): readonly ModelCell[] {
  return [...new Set(picks.flatMap((at) => cells[at % Math.max(1, cells.length)] ?? []))];
}

function onSlide({ field, xPx, ...box }: LabStep['places'][number]): PixelBox {
  return { ...box, xPx: xPx + (fieldsAt[field] ?? 0) };
}

function fieldOf(box: PixelBox): { readonly field: number; readonly box: PixelBox } {
  return { field: box.xPx >= fieldsAt[1] ? 1 : 0, box };
}

function inField(field: number, box: PixelBox): PixelBox {
  return { ...box, xPx: box.xPx - (fieldsAt[fieldOf(box).field] ?? 0) + (fieldsAt[field] ?? 0) };
}

function around(cells: readonly ModelCell[]): PixelBox {
  const [x, y] = [cells.map(({ box }) => box.xPx), cells.map(({ box }) => box.yPx)];
  const right = Math.max(...cells.map(({ box }) => box.xPx + box.widthPx));
  const lower = Math.max(...cells.map(({ box }) => box.yPx + box.heightPx));
  return {
    xPx: Math.min(...x),
    yPx: Math.min(...y),
    widthPx: right - Math.min(...x),
    heightPx: lower - Math.min(...y),
  };
}

/** Cells that an action made: their ids come last, in their order. */
function made(cellIds: readonly CellId[], news: readonly Omit<ModelCell, 'id'>[]): readonly ModelCell[] {
  const ids = news.length === 0 ? [] : cellIds.slice(-news.length);
  return news.map(({ field, box, verdict, reviewer }, at) => ({
    ...{ id: Number(ids[at]), field, box, verdict, reviewer },
  }));
}

function listed(table: CellTable): readonly ModelCell[] {
  return [...table.ids.keys()]
    .map((row) => ({
      id: table.ids[row] ?? 0,
      field: table.field[row] ?? -1,
      box: boxAt(table, row),
      verdict: verdictAt(table, row),
      reviewer: table.reviewers[table.reviewer[row] ?? -1],
    }))
    .sort(byId);
}

function listSeen(table: CellTable): readonly number[] {
  return [...table.ids.entries()]
    .filter(([row]) => table.seen[row] === 1)
    .map(([, id]) => id)
    .sort((a, b) => a - b);
}

function listSeenBy({ cells, sighted }: LabelModel): readonly number[] {
  return cells
    .filter(({ id, verdict }) => verdict !== undefined || sighted.has(id))
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

function byId(a: ModelCell, b: ModelCell): number {
  return a.id - b.id;
}
