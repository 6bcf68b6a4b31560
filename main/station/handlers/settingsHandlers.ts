import { dirname } from 'node:path';
import type { settingsCalls } from '../../../preload/contract/settingsCalls.ts';
import { openSlideLibraryPath } from '../../setup/runtimePaths.ts';
import { describeStation } from '../../workflows/describeStation.ts';
import { changeSettings, readSettings } from '../../workflows/labSettings.ts';
import { runDiagnosis } from '../../workflows/runDiagnosis.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Settings, diagnosis, about.
 *  @param onChanged what runs by the settings goes on by the new ones */
export function createSettingsHandlers(
  context: StationContext,
  onChanged: () => void,
): HandlersOf<typeof settingsCalls> {
  const { db, databasePath, scanCompute, emit } = context;
  return {
    readSettings: () => readSettings(db),
    updateSettings: (change) => {
      const settings = changeSettings(db, change);
      emit('settings-changed', { settings });
      onChanged();
      return settings;
    },
    diagnose: async () => {
      const places = {
        openSlideLibraryPath: openSlideLibraryPath(),
        workFolder: dirname(databasePath),
        databasePath,
      };
      const checks = await runDiagnosis(scanCompute, places);
      return checks.map(({ number, thing, state, detailKey, remedyKey, values }) => ({
        ...{ number, thing, state, detailKey, remedyKey, values },
      }));
    },
    readStationAbout: () => describeStation(db, databasePath),
  };
}
