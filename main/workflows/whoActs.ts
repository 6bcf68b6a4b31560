import type { Db } from '../database/open.ts';
import { readSettings, requirePerson } from '../database/settings.ts';
import type { Person } from '../domain/person.ts';

/** Who is named, else who works at the station now. @throws LabError 'person-unknown' when there is neither */
export function whoActs(db: Db, named: Person | undefined): Person {
  return named ?? requirePerson(db);
}

/** In whose name slides are queued and folders watched: who works now, or the program itself. */
export function whoAsks(db: Db): string {
  return readSettings(db).person?.name ?? 'program';
}
