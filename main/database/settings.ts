import { z } from 'zod';
import { LabError } from '../domain/labError.ts';
import {
  defaultLabSettings,
  findKeyConflicts,
  type LabSettings,
  labSettingsSchema,
} from '../domain/labSettings.ts';
import type { Person } from '../domain/person.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

const changeSchema = labSettingsSchema.partial();
const rowSchema = z.object({ change: z.string().transform((text): unknown => JSON.parse(text)) });

/** Some settings; the others stay as they are. */
export type SettingsChange = { readonly [Key in keyof LabSettings]?: LabSettings[Key] | undefined };

/** The lab's settings: what was set last of each, else the program's default. */
export function readSettings(db: Db): LabSettings {
  return translating(db, 'read the settings', () => {
    const rows = readRows(rowSchema, prepare(db, 'SELECT change FROM settings ORDER BY sequence').all());
    let settings: LabSettings = defaultLabSettings;
    for (const { change } of rows) settings = merge(settings, readRow(changeSchema, change));
    return settings;
  });
}

/** Changes some settings; on disk when this returns. Attributed to who works then.
 *  @throws LabError 'argument-invalid' when two classes would share a key, or what is no class would count as blast */
export function updateSettings(db: Db, change: SettingsChange): LabSettings {
  return inTransaction(db, 'change the settings', () => {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const settings = merge(readSettings(db), readRow(changeSchema, given));
    refuseConflicts(settings);
    const person = settings.person?.name ?? 'program';
    const at = new Date().toISOString();
    const insert = prepare(db, 'INSERT INTO settings (change, person, at) VALUES (?, ?, ?)');
    assertOneChanged(insert.run(JSON.stringify(given), person, at), 'settings');
    const keys = Object.keys(given).sort().join(' ');
    appendAudit(db, {
      actor: person,
      action: 'settings-changed',
      subject: 'settings',
      details: { keys },
      at,
    });
    return settings;
  });
}

/** Who works now.
 *  @throws LabError 'person-unknown' when nobody has said so */
export function requirePerson(db: Db): Person {
  const { person } = readSettings(db);
  if (person !== undefined) return person;
  throw new LabError('person-unknown', 'Say who works here first: choose your name at the upper right.');
}

function merge(settings: LabSettings, change: SettingsChange): LabSettings {
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const merged: LabSettings = { ...settings, ...set };
  const { person, people } = merged;
  if (person === undefined || change.people !== undefined) return merged;
  // who works now comes first among those who have worked here
  return { ...merged, people: [person, ...people.filter(({ name }) => name !== person.name)].slice(0, 200) };
}

function refuseConflicts({ classes }: LabSettings): void {
  const [conflict] = findKeyConflicts(classes);
  if (conflict !== undefined)
    throw new LabError(
      'argument-invalid',
      `The key ${classes[conflict[0]].key} would set two classes, ${conflict.join(' and ')}. Give one of them another.`,
    );
  if (classes.unidentified.isBlast || classes['not-a-white-cell'].isBlast)
    throw new LabError('argument-invalid', 'Only a class of white cells can count as blast-like.');
}
