import type {
  DiagnosedThing,
  DiagnosisDetail,
  DiagnosisRemedy,
  DiagnosisValues,
} from '../../main/domain/diagnosisWords.ts';
import { type LabSettings, labSettingsSchema } from '../../main/domain/labSettings.ts';
import { defineCall, noArguments } from './defineCall.ts';

/** A numbered line of the self-diagnosis: what was found, by key and values, for the words of a language. */
export interface DiagnosisLine {
  readonly number: number;
  readonly thing: DiagnosedThing;
  readonly state: 'ok' | 'missing' | 'failed';
  readonly detailKey: DiagnosisDetail;
  /** what to do; undefined when all is well */
  readonly remedyKey: DiagnosisRemedy | undefined;
  readonly values: DiagnosisValues;
}

export interface StationAbout {
  readonly programVersion: string;
  readonly nodeVersion: string;
  /** file name of the database, and where it lies, for people */
  readonly databasePath: string;
  readonly databaseSizeBytes: number;
  readonly slideCount: number;
  readonly cellCount: number;
  readonly auditHeadHash: string;
}

/** Settings, diagnosis, about. Answered by the station. */
export const settingsCalls = {
  readSettings: defineCall<LabSettings>()(noArguments),
  /** the settings given, the others as they are. 'argument-invalid' when two classes share a key */
  updateSettings: defineCall<LabSettings>()(labSettingsSchema.partial().strict()),
  /** seconds: TensorFlow is started for it */
  diagnose: defineCall<readonly DiagnosisLine[]>()(noArguments),
  readStationAbout: defineCall<StationAbout>()(noArguments),
};
