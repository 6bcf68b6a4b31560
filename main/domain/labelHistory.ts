import type { LabelAction, LabelHistory } from './labelAction.ts';

/** Actions that can be undone and done again, the next one last. */
export interface LabelStacks {
  readonly undo: readonly LabelAction[];
  readonly redo: readonly LabelAction[];
}

/** Replays the actions of a scan: a new action goes on the undo stack and ends what could be done again; undo moves
 *  one from there to the redo stack, redo moves it back.
 *  @param actions in their order, 'undo' and 'redo' among them
 *  @param from what earlier actions came to
 *  @throws Error when one undoes or redoes what was not on top: such a log was not written by this program */
export function replayLabelActions(
  actions: readonly LabelAction[],
  from: LabelStacks = { undo: [], redo: [] },
): LabelStacks {
  if (actions.length === 0) return from;
  const undo = [...from.undo];
  let redo = [...from.redo];
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

/** What can be undone and done again. */
export function summariseLabelHistory({ undo, redo }: LabelStacks): LabelHistory {
  return { undo: undo.at(-1), redo: redo.at(-1), undoCount: undo.length, redoCount: redo.length };
}

function popTarget(stack: LabelAction[], action: LabelAction): LabelAction {
  const target = stack.pop();
  if (target === undefined || target.id !== action.targetId)
    throw new Error(`The ${action.kind} ${action.id} is not of the action that was next`);
  return target;
}
