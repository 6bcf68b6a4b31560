import { dirname } from 'node:path';
import type { settingsCalls } from '../../../preload/contract/settingsCalls.ts';
import { openSlideLibraryPath } from '../../setup/runtimePaths.ts';
import { describeStation } from '../../workflows/describeStation.ts';
import { changeSettings, readSettings } from '../../workflows/labSettings.ts';
import { runDiagnosis } from '../../workflows/runDiagnosis.ts';
import type { HandlersOf, StationContext } from '../stationContext.ts';

/** Settings, diagnosis, about. */
export function createSettingsHandlers(context: StationContext): HandlersOf<typeof settingsCalls> {
  const { db, databasePath, scanCompute, emit } = context;
  return {
    readSettings: () => readSettings(db),
    updateSettings: (change) => {
      const settings = changeSettings(db, change);
      emit('settings-changed', { settings });
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
