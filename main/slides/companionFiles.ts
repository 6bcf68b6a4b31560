import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFailure } from './fileFailure.ts';
import { compareNaturally, extensionOf, isSystemName } from './imageFileName.ts';
import { openPlainFile } from './openPlainFile.ts';

/** True of a file that is only a part of its slide. */
export function mayHaveCompanions(fileName: string): boolean {
  return ['mrxs', 'vms', 'vmu'].includes(extensionOf(fileName));
}

/** What lies beside a file and is part of the same slide: of MIRAX (.mrxs) a folder of the same name, of Hamamatsu
 *  (.vms, .vmu) the files that it names. Nothing for the formats that are one file.
 *  @param siblings names in the file's folder
 *  @returns those of the siblings that belong to it
 *  @throws LabError 'file-missing' | 'slide-unreadable' when a .vms or .vmu file cannot be read */
export async function listCompanions(
  folder: string,
  fileName: string,
  siblings: readonly string[],
): Promise<readonly string[]> {
  if (!mayHaveCompanions(fileName)) return [];
  const others = siblings.filter((name) => name !== fileName);
  if (extensionOf(fileName) === 'mrxs') {
    // two programs may have written the same name in different forms of Unicode
    const folderName = fileName.slice(0, -'.mrxs'.length).normalize('NFC');
    return others.filter((name) => name.normalize('NFC') === folderName);
  }
  const named = await readIniValues(join(folder, fileName));
  return others.filter((name) => named.has(name.normalize('NFC')));
}

/** Names of the files that lie directly in a companion folder, in natural order.
 *  @throws LabError 'file-missing' | 'slide-unreadable' */
export async function listFolderFiles(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(error, folder);
  });
  return found
    .filter((one) => !one.isDirectory() && !isSystemName(one.name))
    .map((one) => one.name)
    .sort(compareNaturally);
}

/** Index files of scanners are a few kB. */
const iniLimitBytes = 64 * 1024;

async function readIniValues(path: string): Promise<ReadonlySet<string>> {
  const { handle, sizeBytes } = await openPlainFile(path);
  try {
    const bytes = Buffer.alloc(Math.min(sizeBytes, iniLimitBytes));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    const lines = bytes.toString('utf8', 0, bytesRead).split(/\r?\n/);
    return new Set(
      lines.map((line) =>
        line
          .slice(line.indexOf('=') + 1)
          .trim()
          .normalize('NFC'),
      ),
    );
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    await handle.close();
  }
}
