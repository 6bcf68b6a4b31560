import { expect, test } from 'vitest';
import { verifyAuditChain } from '../../../main/database/audit.ts';
import { readSettings, requirePerson, updateSettings } from '../../../main/database/settings.ts';
import { defaultLabSettings } from '../../../main/domain/labSettings.ts';
import { codeOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const reader = { name: 'A. Reader', role: 'technologist' } as const;
const doctor = { name: 'B. Doctor', role: 'haematologist' } as const;

test('a new lab has the settings of the program, and nobody works there', () => {
  const db = openTempDatabase();
  expect(readSettings(db)).toEqual(defaultLabSettings);
  expect(codeOf(() => requirePerson(db))).toBe('person-unknown');
});

test('what is set stands until it is set again, and the rest stays', () => {
  const db = openTempDatabase();
  updateSettings(db, { language: 'de', cellGoal: 200 });
  updateSettings(db, { cellGoal: 0 });
  expect(readSettings(db)).toEqual({ ...defaultLabSettings, language: 'de' });
  expect(updateSettings(db, { theme: 'dark' })).toEqual(readSettings(db));
});

test('who works now comes first among those who have worked here', () => {
  const db = openTempDatabase();
  updateSettings(db, { person: reader });
  updateSettings(db, { person: doctor });
  updateSettings(db, { person: reader });
  expect(readSettings(db).people).toEqual([reader, doctor]);
  expect(requirePerson(db)).toEqual(reader);
});

test('two classes never share a key, and only white cells count as blast-like', () => {
  const db = openTempDatabase();
  const { classes } = defaultLabSettings;
  const sharing = { ...classes, 'pro-b': { ...classes['pro-b'], key: '1' } };
  expect(codeOf(() => updateSettings(db, { classes: sharing }))).toBe('argument-invalid');
  const strange = { ...classes, unidentified: { ...classes.unidentified, isBlast: true } };
  expect(codeOf(() => updateSettings(db, { classes: strange }))).toBe('argument-invalid');
  const without = {
    ...classes,
    'pro-b': { ...classes['pro-b'], key: '' },
    'pre-b': { ...classes['pre-b'], key: '' },
  };
  expect(updateSettings(db, { classes: without }).classes['pre-b'].key).toBe('');
  expect(readSettings(db).classes.unidentified.isBlast).toBe(false);
});

test('every change stays, with who made it, and is in the audit chain', () => {
  const db = openTempDatabase();
  updateSettings(db, { person: reader });
  updateSettings(db, { autoAdvance: false });
  const rows = db.prepare('SELECT change, person FROM settings ORDER BY sequence').all();
  expect(rows).toEqual([
    { change: JSON.stringify({ person: reader }), person: reader.name },
    { change: '{"autoAdvance":false}', person: reader.name },
  ]);
  expect(() => db.prepare('DELETE FROM settings').run()).toThrow('append-only');
  expect(() => db.prepare("UPDATE settings SET person = 'x'").run()).toThrow('append-only');
  expect(verifyAuditChain(db).isIntact).toBe(true);
});
