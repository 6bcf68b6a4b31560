import { resolve } from 'node:path';
import { createKey, type KeyRequest } from '../reports/createKey.ts';
import { refuseOverwriting, writeOutput } from './writeOutput.ts';

/** Only its owner may read a key. */
const keyFileMode = 0o600;

/** Makes a signing key and writes it as a PKCS#12 file. A key is never overwritten: what it signed could not
 *  be told any more.
 *  @throws LabError 'output-exists' | 'output-unwritable' | 'argument-invalid' */
export async function createKeyFile(path: string, request: KeyRequest): Promise<void> {
  const file = resolve(path);
  await refuseOverwriting(file, false, ': a key is never overwritten');
  await writeOutput(file, await createKey(request), keyFileMode);
}
