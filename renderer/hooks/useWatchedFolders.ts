import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FolderState } from '../../main/domain/watchedFolder.ts';
import { lab } from '../lab.ts';
import { useLabEvent } from './useLabEvent.ts';
import { useNotify } from './useNotify.tsx';

const foldersKey = ['folders'] as const;

/** The folders from which slides are taken, as they are now. */
export function useWatchedFolders() {
  const queries = useQueryClient();
  const notify = useNotify();
  const { data, error } = useQuery({ queryKey: foldersKey, queryFn: () => lab.listWatchedFolders({}) });
  useLabEvent('folders-changed', () => void queries.invalidateQueries({ queryKey: foldersKey }));
  /** a call that answers with all of them */
  const run = async (call: () => Promise<readonly FolderState[]>) => {
    try {
      queries.setQueryData(foldersKey, await call());
    } catch (failure) {
      notify.error(failure);
    }
  };
  return { data, error, run };
}
