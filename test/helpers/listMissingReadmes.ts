import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const topFolders = ['.', 'main', 'preload', 'renderer', 'models', 'resources', 'test', 'test/bench'];

/** Folders that owe their reader a README.md and have none: the fixed ones, and each folder of main. */
export function listMissingReadmes(rootFolder: string): readonly string[] {
  return [...topFolders, ...listMainFolders(rootFolder)].filter(
    (folder) => !existsSync(path.join(rootFolder, folder, 'README.md')),
  );
}

/** The folders directly in main, as paths from the project's root. */
export function listMainFolders(rootFolder: string): readonly string[] {
  return readdirSync(path.join(rootFolder, 'main'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `main/${entry.name}`);
}
