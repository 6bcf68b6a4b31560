import { dirname, join, resolve } from 'node:path';

/** Where the station keeps what is no row of the database. Absolute paths. */
export interface StationFolders {
  /** holds all the others */
  readonly data: string;
  /** models that were trained or imported here, beside those that the program ships */
  readonly models: string;
  /** checkpoints and cut cells of trainings */
  readonly training: string;
  /** pictures that models are judged on and never learn */
  readonly controlSets: string;
  readonly keys: string;
  readonly reports: string;
  /** synthetic slides of the demo */
  readonly demo: string;
}

export function stationFoldersIn(data: string): StationFolders {
  const inData = (name: string) => join(data, name);
  return {
    data,
    models: inData('models'),
    training: inData('training'),
    controlSets: inData('control-sets'),
    keys: inData('keys'),
    reports: inData('reports'),
    demo: inData('demo-slides'),
  };
}

/** The folders of the station whose database this is: they lie beside it. */
export function stationFoldersBeside(databasePath: string): StationFolders {
  return stationFoldersIn(dirname(resolve(databasePath)));
}
