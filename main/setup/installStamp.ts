import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasErrorCode } from './hasErrorCode.ts';
import { readJsonFile } from './readJsonFile.ts';

/** Written last into a finished folder of the cache: what it was made from, and what lies in it. */
const stampSchema = z.object({
  schemaVersion: z.literal(1),
  /** hash of the wheel, or of the runtime's parts: another source makes the folder out of date */
  source: z.string(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.int().nonnegative() })),
});

export type InstallStamp = Readonly<z.infer<typeof stampSchema>>;

const stampName = 'installed.json';

/** Lists all files of a folder into its stamp. Links count as what they lead to. */
export async function writeStamp(folder: string, source: string): Promise<InstallStamp> {
  const names = await readdir(folder, { recursive: true });
  const files = [];
  for (const path of names.sort()) {
    const found = await stat(join(folder, path));
    if (found.isFile()) files.push({ path, sizeBytes: found.size });
  }
  const stamp: InstallStamp = { schemaVersion: 1, source, files };
  await writeFile(join(folder, stampName), JSON.stringify(stamp, undefined, 1));
  return stamp;
}

/** The stamp of a complete folder made from this source; undefined when there is no such folder, when it
 *  was never finished, comes from another source, or lacks a file or a part of one. */
export async function readCompleteStamp(folder: string, source: string): Promise<InstallStamp | undefined> {
  const stamp = stampSchema.safeParse(await readJsonFile(join(folder, stampName)));
  if (!stamp.success || stamp.data.source !== source) return undefined;
  const sizes = await Promise.all(stamp.data.files.map((file) => readSize(join(folder, file.path))));
  return stamp.data.files.every((file, index) => file.sizeBytes === sizes[index]) ? stamp.data : undefined;
}

async function readSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (hasErrorCode(cause, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined;
    throw cause;
  }
}
