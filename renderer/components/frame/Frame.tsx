import { Box } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { MenuCommand } from '../../../preload/contract/events.ts';
import { useAddSlides } from '../../hooks/useAddSlides.ts';
import { useLabEvent } from '../../hooks/useLabEvent.ts';
import { useLastSlide } from '../../hooks/useLastSlide.ts';
import { useSettings } from '../../hooks/useSettings.ts';
import { useShortcuts } from '../../hooks/useShortcuts.tsx';
import { useUndoHolder } from '../../hooks/useUndoTarget.tsx';
import { useLiveWorklist } from '../../hooks/useWorklist.ts';
import { reviewPath, routes, viewerPath } from '../../routes.ts';
import { Tour } from '../tour/Tour.tsx';
import { Welcome } from '../tour/Welcome.tsx';
import { AboutDialog } from './AboutDialog.tsx';
import { NavigationRail } from './NavigationRail.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { StationBanner } from './StationBanner.tsx';
import { StatusBar } from './StatusBar.tsx';

type OpenDialog = 'shortcuts' | 'about' | 'tour';

/** What stands around every page. A window that was detached with one slide has no navigation.
 *  @param isSettingsRead false until it is known whether somebody works here */
export function Frame(given: { readonly children: ReactNode; readonly isSettingsRead: boolean }) {
  const { children, isSettingsRead } = given;
  const { t } = useTranslation('common');
  const [, navigate] = useLocation();
  const slideId = useLastSlide();
  const { person, isTourDone } = useSettings();
  const { choose } = useAddSlides();
  const undoHolder = useUndoHolder();
  const [dialog, setDialog] = useState<OpenDialog | undefined>();
  const isDetached = window.location.hash.includes('window=viewer');
  useLiveWorklist();

  const pages = [
    routes.worklist,
    slideId && viewerPath(slideId),
    slideId && reviewPath(slideId),
    routes.training,
    routes.reports,
    routes.settings,
  ];
  const go = (index: number) => {
    const path = pages[index];
    if (path !== undefined) navigate(path);
  };
  const carryOut: Readonly<Record<MenuCommand, () => void>> = {
    'go-worklist': () => go(0),
    'go-viewer': () => go(1),
    'go-review': () => go(2),
    'go-training': () => go(3),
    'go-reports': () => go(4),
    'go-settings': () => go(5),
    'add-folder': () => void choose('slide-folder'),
    'add-files': () => void choose('slide-files'),
    undo: () => undoHolder.current?.undo(),
    redo: () => undoHolder.current?.redo(),
    'show-shortcuts': () => setDialog('shortcuts'),
    'show-about': () => setDialog('about'),
    'show-tour': () => setDialog('tour'),
  };
  useLabEvent('menu-command', ({ command }) => carryOut[command]());
  useHotkeys('shift+?,shift+slash', () => setDialog('shortcuts'), { useKey: true });
  useShortcuts(t('keys.everywhere'), [
    { keys: 'Ctrl+1 – 6', label: t('keys.pages') },
    { keys: 'Ctrl+O', label: t('keys.addFolder') },
    { keys: '?', label: t('keys.cheatSheet') },
  ]);
  const needsWelcome = isSettingsRead && person === undefined && !isDetached;

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <StationBanner />
      <Box sx={{ display: 'flex', flex: 1, minHeight: 0 }}>
        {!isDetached && <NavigationRail />}
        <Box component="main" sx={{ flex: 1, minWidth: 0, minHeight: 0, overflow: 'hidden' }}>
          {children}
        </Box>
      </Box>
      {!isDetached && <StatusBar />}
      {dialog === 'shortcuts' && <ShortcutSheet onClose={() => setDialog(undefined)} />}
      {dialog === 'about' && <AboutDialog onClose={() => setDialog(undefined)} />}
      {needsWelcome && <Welcome />}
      {!needsWelcome && isSettingsRead && !isDetached && (dialog === 'tour' || !isTourDone) && (
        <Tour onClose={() => setDialog(undefined)} />
      )}
    </Box>
  );
}
