import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listAudit } from '../../../main/database/audit.ts';
import { updateSettings } from '../../../main/database/settings.ts';
import { readSigningKey } from '../../../main/database/signingKeys.ts';
import { openKey } from '../../../main/reports/openKey.ts';
import {
  createSigningKey,
  importSigningKey,
  listSigningKeys,
  signingKeyPath,
} from '../../../main/workflows/signingKeys.ts';
import { aTempFolder, codeOf, openTempDatabase } from '../../helpers/openTempDatabase.ts';

const password = 'a long password';

function aStation(hasPerson = true) {
  const db = openTempDatabase();
  if (hasPerson) updateSettings(db, { person: { name: 'Ada', role: 'haematologist' } });
  return { db, folder: join(aTempFolder(), 'keys') };
}

test('a key that is made here signs, is read by its owner alone, and its password is stored nowhere', async () => {
  const { db, folder } = aStation();
  const key = await createSigningKey(db, folder, { commonName: 'Dr. Ada Nováková', password });
  expect(listSigningKeys(db)).toEqual([key]);
  expect(readSigningKey(db, key.id)).toEqual(key);
  const path = signingKeyPath(folder, key.id);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  const opened = await openKey(readFileSync(path), password);
  expect([opened.commonName, opened.notAfter.toISOString()]).toEqual(['Dr. Ada Nováková', key.validUntil]);
  expect(new Date(key.validUntil ?? '').getUTCFullYear() - new Date(key.addedAt).getUTCFullYear()).toBe(5);
  expect(listAudit(db).at(-1)).toMatchObject({ actor: 'Ada', action: 'key-added', subject: key.id });
  expect(db.serialize().includes(password)).toBe(false);
});

test('a key of the lab is copied byte for byte, and only with its password', async () => {
  const { db, folder } = aStation();
  const made = await createSigningKey(db, folder, { commonName: 'Lab', password });
  const path = signingKeyPath(folder, made.id);
  const other = aStation();
  await expect(
    importSigningKey(other.db, other.folder, { path, password: 'another password' }),
  ).rejects.toMatchObject({ code: 'key-password-wrong' });
  expect(listSigningKeys(other.db)).toEqual([]);
  const key = await importSigningKey(other.db, other.folder, { path, password });
  expect(key).toMatchObject({ commonName: 'Lab', validUntil: made.validUntil });
  expect(readFileSync(signingKeyPath(other.folder, key.id))).toEqual(readFileSync(path));
  expect(listSigningKeys(other.db)).toEqual([key]);
});

test('what is no key, a short password and an empty name are refused', async () => {
  const { db, folder } = aStation();
  const path = join(aTempFolder(), 'notes.p12');
  writeFileSync(path, 'no key');
  await expect(importSigningKey(db, folder, { path, password })).rejects.toMatchObject({
    code: 'key-invalid',
  });
  await expect(importSigningKey(db, folder, { path: `${path}.gone`, password })).rejects.toMatchObject({
    code: 'file-missing',
  });
  for (const request of [
    { commonName: 'Ada', password: 'short' },
    { commonName: ' ', password },
  ])
    await expect(createSigningKey(db, folder, request)).rejects.toMatchObject({ code: 'argument-invalid' });
  expect(listSigningKeys(db)).toEqual([]);
  expect(codeOf(() => readSigningKey(db, 'nobody'))).toBe('key-invalid');
});

test('nobody adds a key without a name', async () => {
  const { db, folder } = aStation(false);
  await expect(createSigningKey(db, folder, { commonName: 'Ada', password })).rejects.toMatchObject({
    code: 'person-unknown',
  });
  await expect(importSigningKey(db, folder, { path: 'key.p12', password })).rejects.toMatchObject({
    code: 'person-unknown',
  });
});
