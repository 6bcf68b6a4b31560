import { hashBytes } from '../slides/hashBytes.ts';

/** SHA-256 of a file in lower-case hex, read piece by piece. @throws the reader's own error */
export async function hashFile(path: string): Promise<string> {
  return (await hashBytes(path)).sha256;
}
