import { readFile } from 'node:fs/promises';
import { hasErrorCode } from './hasErrorCode.ts';

/** Content of a JSON file, to be read by a schema; undefined, which no schema takes, when there is no
 *  such file or it holds no JSON (half written). Other read errors are thrown. */
export async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOENT', 'ENOTDIR')) return undefined;
    throw cause;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
