import type { Verdict } from '../../../main/domain/cellClass.ts';
import type { ClassSettings } from '../../../main/domain/labSettings.ts';
import { verdicts } from '../../../main/domain/verdict.ts';
import type { CellStep } from './nextCell.ts';

/** What a key asks of the viewer. */
export type ViewerKey =
  | { readonly kind: 'label'; readonly verdict: Verdict | null }
  | { readonly kind: 'step'; readonly step: CellStep }
  | { readonly kind: 'pan'; readonly right: number; readonly down: number }
  | { readonly kind: 'zoom'; readonly factor: number }
  | {
      readonly kind:
        | 'draw'
        | 'lasso'
        | 'delete'
        | 'merge'
        | 'split'
        | 'undo'
        | 'redo'
        | 'overlay'
        | 'heat'
        | 'explain'
        | 'explain-next'
        | 'fit'
        | 'rotate'
        | 'mirror'
        | 'full-screen'
        | 'escape'
        | 'select-all';
    };

interface Pressed {
  readonly key: string;
  readonly isControl: boolean;
  readonly isShift: boolean;
}

const panShare = 0.2;

const named: Readonly<Record<string, ViewerKey>> = {
  ArrowLeft: { kind: 'pan', right: -panShare, down: 0 },
  ArrowRight: { kind: 'pan', right: panShare, down: 0 },
  ArrowUp: { kind: 'pan', right: 0, down: -panShare },
  ArrowDown: { kind: 'pan', right: 0, down: panShare },
  '+': { kind: 'zoom', factor: 1.5 },
  '-': { kind: 'zoom', factor: 1 / 1.5 },
  Home: { kind: 'fit' },
  Delete: { kind: 'delete' },
  Backspace: { kind: 'label', verdict: null },
  Escape: { kind: 'escape' },
  PageDown: { kind: 'step', step: 'next-field' },
  PageUp: { kind: 'step', step: 'previous-field' },
  '.': { kind: 'step', step: 'next' },
  ',': { kind: 'step', step: 'previous' },
  n: { kind: 'step', step: 'next-unreviewed' },
  b: { kind: 'step', step: 'most-suspicious' },
  d: { kind: 'draw' },
  l: { kind: 'lasso' },
  m: { kind: 'merge' },
  s: { kind: 'split' },
  o: { kind: 'overlay' },
  h: { kind: 'heat' },
  e: { kind: 'explain' },
  r: { kind: 'rotate' },
  x: { kind: 'mirror' },
  f: { kind: 'full-screen' },
};

/** Keys of classes come before the page's own: a lab may give any letter to a class.
 *  @returns undefined for a key that the viewer has no use for */
export function readViewerKey(
  { key, isControl, isShift }: Pressed,
  classes: ClassSettings,
): ViewerKey | undefined {
  const lower = key.length === 1 ? key.toLowerCase() : key;
  if (isControl) {
    if (lower === 'z') return { kind: isShift ? 'redo' : 'undo' };
    if (lower === 'y') return { kind: 'redo' };
    return lower === 'a' ? { kind: 'select-all' } : undefined;
  }
  const verdict = verdicts.find((one) => classes[one].key !== '' && classes[one].key === lower);
  if (verdict !== undefined) return { kind: 'label', verdict };
  return lower === 'e' && isShift ? { kind: 'explain-next' } : named[lower];
}
