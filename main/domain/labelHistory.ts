import type { LabelAction, LabelHistory } from './labelAction.ts';

/** Replays the actions of a scan: a new action goes on the undo stack and ends what could be done again; undo moves
 *  one from there to the redo stack, redo moves it back.
 *  @param actions in their order, 'undo' and 'redo' among them
 *  @throws Error when one undoes or redoes what was not on top: such a log was not written by this program */
export function replayLabelActions(actions: readonly LabelAction[]): {
  readonly undo: readonly LabelAction[];
  readonly redo: readonly LabelAction[];
} {
  const undo: LabelAction[] = [];
  let redo: LabelAction[] = [];
  for (const action of actions) {
    if (action.kind === 'undo') redo.push(popTarget(undo, action));
    else if (action.kind === 'redo') undo.push(popTarget(redo, action));
    else {
      undo.push(action);
      redo = [];
    }
  }
  return { undo, redo };
}

/** What can be undone and done again after these actions. */
export function summariseLabelHistory(actions: readonly LabelAction[]): LabelHistory {
  const { undo, redo } = replayLabelActions(actions);
  return { undo: undo.at(-1), redo: redo.at(-1), undoCount: undo.length, redoCount: redo.length };
}

function popTarget(stack: LabelAction[], action: LabelAction): LabelAction {
  const target = stack.pop();
  if (target === undefined || target.id !== action.targetId)
    throw new Error(`The ${action.kind} ${action.id} is not of the action that was next`);
  return target;
}
