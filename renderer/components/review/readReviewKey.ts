import type { Verdict } from '../../../main/domain/cellClass.ts';
import type { ClassSettings } from '../../../main/domain/labSettings.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import type { FocusMove } from './moveFocus.ts';

/** What a key does in the gallery. */
export type ReviewCommand =
  | { readonly kind: 'move'; readonly move: FocusMove; readonly isExtending: boolean }
  | { readonly kind: 'label'; readonly verdict: Verdict }
  | {
      readonly kind:
        | 'withdraw'
        | 'confirm'
        | 'toggle-selected'
        | 'select-group'
        | 'clear-selection'
        | 'next-open'
        | 'mark-page-seen'
        | 'open-in-viewer'
        | 'compare'
        | 'toggle-context'
        | 'toggle-next'
        | 'explain'
        | 'explain-next'
        | 'undo'
        | 'redo';
    };

/** Of a KeyboardEvent. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const moves: Readonly<Record<string, FocusMove>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'row-start',
  End: 'row-end',
};

const letters: Readonly<Record<string, Exclude<ReviewCommand['kind'], 'move' | 'label'>>> = {
  0: 'withdraw',
  o: 'open-in-viewer',
  c: 'compare',
  x: 'toggle-context',
  l: 'toggle-next',
  e: 'explain',
  n: 'next-open',
  m: 'mark-page-seen',
};

const inGalleryOnly: Readonly<Record<string, Exclude<ReviewCommand['kind'], 'move' | 'label'>>> = {
  Enter: 'confirm',
  ' ': 'toggle-selected',
  Backspace: 'withdraw',
  Delete: 'withdraw',
  Escape: 'clear-selection',
};

/** The command of a key. A class key of the lab goes before a letter of the program.
 *  @param isInGallery false: the focus is on a button or the page, where arrows, Enter and Space have a meaning of
 *    their own
 *  @returns undefined: the key is not ours */
export function readReviewKey(
  pressed: PressedKey,
  given: { readonly classes: ClassSettings; readonly isInGallery: boolean },
): ReviewCommand | undefined {
  const { key, shiftKey } = pressed;
  if (pressed.altKey) return undefined;
  if (pressed.ctrlKey || pressed.metaKey) return readControlKey(pressed, given.isInGallery);
  const move = moves[key];
  if (move !== undefined)
    return given.isInGallery ? { kind: 'move', move, isExtending: shiftKey } : undefined;
  const special = inGalleryOnly[key];
  if (special !== undefined) return given.isInGallery ? { kind: special } : undefined;
  const letter = key.toLowerCase();
  const verdict = verdicts.find((one) => given.classes[one].key !== '' && given.classes[one].key === letter);
  if (verdict !== undefined) return shiftKey ? undefined : { kind: 'label', verdict };
  if (shiftKey && letter === 'e') return { kind: 'explain-next' };
  const kind = letters[letter];
  return kind === undefined || shiftKey ? undefined : { kind };
}

function readControlKey(pressed: PressedKey, isInGallery: boolean): ReviewCommand | undefined {
  const key = pressed.key.toLowerCase();
  if (key === 'z') return { kind: pressed.shiftKey ? 'redo' : 'undo' };
  if (key === 'y') return { kind: 'redo' };
  if (!isInGallery) return undefined;
  if (key === 'a') return { kind: 'select-group' };
  if (key === 'enter') return { kind: 'open-in-viewer' };
  if (key === 'home') return { kind: 'move', move: 'first', isExtending: pressed.shiftKey };
  if (key === 'end') return { kind: 'move', move: 'last', isExtending: pressed.shiftKey };
  return undefined;
}
