import { useTranslation } from 'react-i18next';
import { verdicts } from '../../../main/domain/verdict.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useShortcuts } from '../../hooks/useShortcuts.tsx';
import { useVerdictNames } from '../../hooks/useVerdictNames.ts';

/** The viewer's keys in the cheat sheet; `readViewerKey` reads the same. */
export function useViewerShortcuts(): void {
  const { t } = useTranslation(['viewer', 'explain']);
  const { classes } = useSettings();
  const names = useVerdictNames();
  useShortcuts(t('keys.title'), [
    ...verdicts
      .filter((verdict) => classes[verdict].key !== '')
      .map((verdict) => ({ keys: classes[verdict].key.toUpperCase(), label: names[verdict].full })),
    { keys: 'Backspace', label: t('keys.withdraw') },
    { keys: '. ,', label: t('keys.next') },
    { keys: 'N', label: t('keys.unreviewed') },
    { keys: 'B', label: t('keys.suspicious') },
    { keys: 'PageDown PageUp', label: t('keys.field') },
    { keys: 'D', label: t('keys.draw') },
    { keys: 'Alt', label: t('keys.moveCell') },
    { keys: 'L', label: t('keys.lasso') },
    { keys: 'Shift', label: t('keys.selectMany') },
    { keys: 'Ctrl+A', label: t('keys.selectAll') },
    { keys: 'Delete', label: t('keys.delete') },
    { keys: 'M', label: t('keys.merge') },
    { keys: 'S', label: t('keys.split') },
    { keys: 'Ctrl+Z', label: t('keys.undo') },
    { keys: 'Ctrl+Shift+Z', label: t('keys.redo') },
    { keys: 'O', label: t('keys.overlay') },
    { keys: 'H', label: t('keys.heat') },
    { keys: 'E', label: t('explain:keys.toggle') },
    { keys: 'Shift+E', label: t('explain:keys.nextClass') },
    { keys: '← → ↑ ↓', label: t('keys.pan') },
    { keys: '+ -', label: t('keys.zoom') },
    { keys: 'Home', label: t('keys.fit') },
    { keys: 'R', label: t('keys.rotate') },
    { keys: 'X', label: t('keys.mirror') },
    { keys: 'F', label: t('keys.full') },
    { keys: 'Esc', label: t('keys.escape') },
  ]);
}
