import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddedSlides } from '../../preload/contract/worklistCalls.ts';
import { grantDropped, lab } from '../lab.ts';
import { useNotify } from './useNotify.tsx';

/** Ways to bring slides into the worklist; each says what came of it. */
export function useAddSlides() {
  const notify = useNotify();
  const { t } = useTranslation('worklist');
  const tell = useCallback(
    ({ addedIds, knownCount, ignored }: AddedSlides) => {
      const parts: string[] = [t('added', { count: addedIds.length })];
      if (knownCount > 0) parts.push(t('known', { count: knownCount }));
      if (ignored.length > 0) parts.push(t('ignored', { count: ignored.length }));
      notify.success(parts.join(' '));
    },
    [notify, t],
  );
  const choose = useCallback(
    async (purpose: 'slide-folder' | 'slide-files') => {
      try {
        const grants = (await lab.chooseFiles({ purpose })).map(({ id }) => id);
        if (grants.length > 0) tell(await lab.addSlides({ grants, priority: 'routine' }));
      } catch (error) {
        notify.error(error);
      }
    },
    [notify, tell],
  );
  const drop = useCallback(
    async (files: readonly File[]) => {
      try {
        const grants = (await grantDropped(files)).map(({ id }) => id);
        if (grants.length > 0) tell(await lab.addSlides({ grants, priority: 'routine' }));
      } catch (error) {
        notify.error(error);
      }
    },
    [notify, tell],
  );
  const addDemo = useCallback(async () => {
    try {
      tell(await lab.addDemoSlides({}));
    } catch (error) {
      notify.error(error);
    }
  }, [notify, tell]);
  return { choose, drop, addDemo };
}
