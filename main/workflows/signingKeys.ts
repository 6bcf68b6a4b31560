import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../database/newId.ts';
import type { Db } from '../database/open.ts';
import { requirePerson } from '../database/settings.ts';
import { recordSigningKey, type StoredKey } from '../database/signingKeys.ts';
import { createKey } from '../reports/createKey.ts';
import { openKey } from '../reports/openKey.ts';
import { readInput } from './readInput.ts';
import { writeOutput } from './writeOutput.ts';

export { listSigningKeys } from '../database/signingKeys.ts';

/** Years that a key made here is valid. */
const validYears = 5;
/** Only its owner may read a key. */
const keyFileMode = 0o600;

export function signingKeyPath(folder: string, keyId: string): string {
  return join(folder, `${keyId}.p12`);
}

/** Makes a key in the station's folder of keys.
 *  @throws LabError 'person-unknown' | 'argument-invalid' | 'output-unwritable' */
export async function createSigningKey(
  db: Db,
  folder: string,
  request: { readonly commonName: string; readonly password: string },
): Promise<StoredKey> {
  requirePerson(db);
  return storeKey(db, folder, {
    pkcs12: await createKey({ ...request, validYears }),
    password: request.password,
  });
}

/** Copies a key of the lab into the station's folder of keys.
 *  @throws LabError 'person-unknown' | 'file-missing' | 'key-invalid' | 'key-password-wrong' */
export async function importSigningKey(
  db: Db,
  folder: string,
  { path, password }: { readonly path: string; readonly password: string },
): Promise<StoredKey> {
  requirePerson(db);
  return storeKey(db, folder, { pkcs12: await readInput(path), password });
}

async function storeKey(
  db: Db,
  folder: string,
  { pkcs12, password }: { readonly pkcs12: Buffer; readonly password: string },
): Promise<StoredKey> {
  const { commonName, notAfter } = await openKey(pkcs12, password);
  const key: StoredKey = {
    id: newId(),
    commonName,
    validUntil: notAfter.toISOString(),
    addedAt: new Date().toISOString(),
  };
  await mkdir(folder, { recursive: true });
  await writeOutput(signingKeyPath(folder, key.id), pkcs12, keyFileMode);
  recordSigningKey(db, key, requirePerson(db).name);
  return key;
}
