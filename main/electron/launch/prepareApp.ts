import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Arguments that start the built program in an Electron. A user who is root, as in containers, has no sandbox of
 *  the kernel to give. */
export function electronArguments(): readonly string[] {
  const isRoot = process.getuid?.() === 0;
  return [...(isRoot ? ['--no-sandbox'] : []), projectRoot];
}

/** Not the build of the files, but what it needs beside them: which packages are inside, under which licences. */
export async function writeLicences(): Promise<void> {
  const { listLicences } = await import('./listLicences.ts');
  const folder = join(projectRoot, 'out', 'build');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'licences.json'),
    JSON.stringify(await listLicences(projectRoot), undefined, 1),
  );
}
