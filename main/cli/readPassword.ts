import { readFile } from 'node:fs/promises';
import { LabError } from '../domain/labError.ts';

/** The password of a signing key: the first line of a file, or the environment's. Never an argument, which
 *  every user of the machine could read in the list of processes.
 *  @throws LabError 'file-missing' | 'argument-invalid' when there is none */
export async function readPassword(file: string | undefined): Promise<string> {
  if (file !== undefined) {
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new LabError(
        'file-missing',
        `Cannot read the password file ${file}. Check the path.`,
        {},
        { cause },
      );
    });
    return text.split(/\r?\n/)[0] ?? '';
  }
  const password = process.env.BLASTSCOPE_KEY_PASSWORD;
  if (password !== undefined && password !== '') return password;
  throw new LabError(
    'argument-invalid',
    'The key needs its password: name a file that holds it with --password-file, or set BLASTSCOPE_KEY_PASSWORD.',
  );
}
