import type { Db } from '../database/open.ts';
import { readSettings, type SettingsChange, updateSettings } from '../database/settings.ts';
import { answersForModels } from '../domain/gateVerdict.ts';
import { LabError } from '../domain/labError.ts';
import type { LabSettings } from '../domain/labSettings.ts';

export { readSettings } from '../database/settings.ts';

/** Whoever may lower what the gate asks for need not override it. */
const ofTheGate = ['blastSensitivityFloor', 'leastControlBlasts', 'leastControlBenign'] as const;

/** Changes some settings in the name of who works now.
 *  @throws LabError 'role-lacking' when it is for others to change them; as updateSettings */
export function changeSettings(db: Db, change: SettingsChange): LabSettings {
  const { person } = readSettings(db);
  const isOfGate = ofTheGate.some((key) => change[key] !== undefined);
  if (isOfGate && (person === undefined || !answersForModels(person.role)))
    throw new LabError(
      'role-lacking',
      'Only a model steward or an administrator may change what models are asked for.',
    );
  return updateSettings(db, change);
}
