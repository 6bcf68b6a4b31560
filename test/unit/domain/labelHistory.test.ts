import { expect, test } from 'vitest';
import type { LabelAction, LabelActionKind } from '../../../main/domain/labelAction.ts';
import { replayLabelActions, summariseLabelHistory } from '../../../main/domain/labelHistory.ts';

function anAction(id: string, kind: LabelActionKind = 'label', targetId?: string): LabelAction {
  return { id, kind, person: 'Ada', cellCount: 1, targetId, at: '2026-11-02T09:00:00.000Z' };
}

const [a, b, c] = [anAction('a'), anAction('b', 'draw'), anAction('c', 'delete')];

test('nothing done, nothing to take back', () => {
  expect(summariseLabelHistory(replayLabelActions([]))).toEqual({
    undo: undefined,
    redo: undefined,
    undoCount: 0,
    redoCount: 0,
  });
});

test('what was done last is undone first, and done again last', () => {
  const actions = [a, b, c, anAction('d', 'undo', 'c'), anAction('e', 'undo', 'b')];
  expect(summariseLabelHistory(replayLabelActions(actions))).toEqual({
    undo: a,
    redo: b,
    undoCount: 1,
    redoCount: 2,
  });
  const again = [...actions, anAction('f', 'redo', 'b')];
  expect(replayLabelActions(again)).toEqual({ undo: [a, b], redo: [c] });
});

test('replayed in parts, a log comes to the same as in one go', () => {
  const actions = [
    a,
    b,
    anAction('d', 'undo', 'b'),
    c,
    anAction('e', 'undo', 'c'),
    anAction('f', 'redo', 'c'),
  ];
  for (const cut of actions.keys())
    expect(replayLabelActions(actions.slice(cut), replayLabelActions(actions.slice(0, cut)))).toEqual(
      replayLabelActions(actions),
    );
});

test('a new action ends what could be done again', () => {
  const actions = [a, b, anAction('d', 'undo', 'b'), c];
  expect(replayLabelActions(actions)).toEqual({ undo: [a, c], redo: [] });
});

test('an action that was done again can be taken back again', () => {
  const actions = [a, anAction('d', 'undo', 'a'), anAction('e', 'redo', 'a'), anAction('f', 'undo', 'a')];
  expect(replayLabelActions(actions)).toEqual({ undo: [], redo: [a] });
});

test.each([
  ['takes back what was not last', [a, b, anAction('d', 'undo', 'a')]],
  ['takes back nothing', [anAction('d', 'undo', 'a')]],
  ['does again what was not taken back', [a, anAction('d', 'redo', 'a')]],
])('a log that %s is no log of this program', (_, actions) => {
  expect(() => replayLabelActions(actions)).toThrow('not of the action that was next');
});
