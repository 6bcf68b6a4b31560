import type { TFunction } from 'i18next';
import type { LabelAction } from '../../../main/domain/labelAction.ts';

/** An action in words, for the tooltips of undo and redo. */
export function describeAction(t: TFunction<'viewer'>, { kind, cellCount }: LabelAction): string {
  switch (kind) {
    case 'label':
      return t('actions.label', { count: cellCount });
    case 'delete':
      return t('actions.delete', { count: cellCount });
    case 'import':
      return t('actions.import', { count: cellCount });
    case 'draw':
      return t('actions.draw');
    case 'reshape':
      return t('actions.reshape');
    case 'merge':
      return t('actions.merge');
    case 'split':
      return t('actions.split');
    case 'undo':
      return t('tools.undoAction');
    case 'redo':
      return t('tools.redoAction');
  }
}
