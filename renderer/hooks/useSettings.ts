import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { defaultLabSettings, type LabSettings } from '../../main/domain/labSettings.ts';
import { lab } from '../lab.ts';
import { useLabEvent } from './useLabEvent.ts';

const settingsKey = ['settings'] as const;
const settingsQuery = {
  queryKey: settingsKey,
  queryFn: () => lab.readSettings({}),
  staleTime: Number.POSITIVE_INFINITY,
};

/** The lab's settings, the defaults until they are read. */
export function useSettings(): LabSettings {
  const { data } = useQuery(settingsQuery);
  return data ?? defaultLabSettings;
}

/** Keeps the settings as the lab has them. Called once, by the window. */
export function useLiveSettings(): void {
  const queries = useQueryClient();
  useLabEvent('settings-changed', ({ settings }) => queries.setQueryData(settingsKey, settings));
}

/** False until the lab has said what its settings are. */
export function useSettingsRead(): boolean {
  return useQuery(settingsQuery).isSuccess;
}

/** Changes some settings; rejects with LabError. */
export function useUpdateSettings(): (change: Partial<LabSettings>) => Promise<LabSettings> {
  const queries = useQueryClient();
  return useCallback(
    async (change) => {
      const settings = await lab.updateSettings(change as Parameters<typeof lab.updateSettings>[0]);
      queries.setQueryData(settingsKey, settings);
      return settings;
    },
    [queries],
  );
}
