import { useTranslation } from 'react-i18next';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useShortcuts } from '../../hooks/useShortcuts.tsx';

/** The gallery's keys for the cheat sheet. */
export function useReviewShortcuts(): void {
  const { t } = useTranslation(['review', 'explain']);
  const { classes } = useSettings();
  const classKeys = verdicts.map((verdict) => classes[verdict].key.toUpperCase()).filter((key) => key !== '');
  useShortcuts(t('keys.title'), [
    { keys: '← ↑ → ↓', label: t('keys.move') },
    { keys: 'Shift+← ↑ → ↓', label: t('keys.extend') },
    { keys: 'Ctrl+A', label: t('keys.selectGroup') },
    { keys: '␣', label: t('keys.toggle') },
    { keys: 'Esc', label: t('keys.clear') },
    { keys: classKeys.join(' '), label: t('keys.label') },
    { keys: '⏎', label: t('keys.confirm') },
    { keys: '⌫ 0', label: t('keys.withdraw') },
    { keys: 'N', label: t('keys.next') },
    { keys: 'M', label: t('keys.markPage') },
    { keys: 'O', label: t('keys.viewer') },
    { keys: 'C', label: t('keys.compare') },
    { keys: 'L', label: t('next.show') },
    { keys: 'X', label: t('keys.context') },
    { keys: 'E', label: t('explain:keys.toggle') },
    { keys: 'Shift+E', label: t('explain:keys.nextClass') },
    { keys: 'Ctrl+Z Ctrl+Y', label: t('keys.undo') },
  ]);
}
