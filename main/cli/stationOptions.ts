import { type Command, Option } from 'commander';
import type { Db } from '../database/open.ts';
import { type Person, type PersonRole, personRoles } from '../domain/person.ts';
import type { StationFolders } from '../workflows/stationFolders.ts';

/** Who acts at a terminal; without them who works in the app now. */
export interface PersonOptions {
  readonly person?: string;
  readonly role?: PersonRole;
}

export function addPersonOptions(command: Command): Command {
  return command
    .option('--person <name>', 'in whose name (default: who works in the app now)')
    .addOption(new Option('--role <role>', "that person's role").choices(personRoles));
}

/** @returns undefined: who works in the app now */
export function readPerson(command: Command, { person, role }: PersonOptions): Person | undefined {
  if ((person === undefined) !== (role === undefined))
    command.error('error: --person and --role go together', { exitCode: 2 });
  return person === undefined || role === undefined ? undefined : { name: person, role };
}

/** A station as its database and the folders beside it. */
export interface OpenStation {
  readonly db: Db;
  readonly folders: StationFolders;
}

/** Opens the database of a station for a piece of work, and closes it. @throws LabError as openExistingDatabase */
export async function withStation<Result>(
  databasePath: string,
  work: (station: OpenStation) => Promise<Result>,
): Promise<Result> {
  const { openExistingDatabase } = await import('../workflows/openExistingDatabase.ts');
  const { stationFoldersBeside } = await import('../workflows/stationFolders.ts');
  const db = openExistingDatabase(databasePath);
  try {
    return await work({ db, folders: stationFoldersBeside(databasePath) });
  } finally {
    db.close();
  }
}
