import { relative, sep } from 'node:path';

/** The way from a folder to what lies below it, with slashes on every system: as lists and bundles write it. */
export function relativePath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}
