import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A package that the program ships. */
export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  /** as its package.json says, "MIT" */
  readonly licence: string;
}

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** Development packages whose code the build puts into the window. */
const bundled = [
  /^@mui\//,
  /^@emotion\//,
  /^@tanstack\//,
  /^@dnd-kit\//,
  /^@fontsource-variable\//,
  /^(react|react-dom|scheduler|i18next|react-i18next|react-hotkeys-hook|wouter|flatbush|openseadragon|pdfjs-dist)$/,
];

/** The packages inside the program, by name, from the lock file of the project. */
export async function listLicences(root: string): Promise<readonly PackageLicence[]> {
  const lock = lockSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const found = Object.entries(lock.packages).flatMap(([path, { version = '', license, dev }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const isShipped = path !== '' && (dev !== true || bundled.some((pattern) => pattern.test(name)));
    return isShipped ? [{ name, version, licence: license ?? 'see its folder' }] : [];
  });
  const electron = {
    name: 'electron',
    version: lock.packages['node_modules/electron']?.version ?? '',
    licence: 'MIT',
  };
  return [...found, electron].sort((a, b) => (a.name < b.name ? -1 : 1));
}
