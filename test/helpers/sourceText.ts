import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A source file as read: its path from the project's root, with forward slashes, and its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

const sourceExtensions = ['.ts', '.tsx', '.js', '.mjs', '.cjs'];
const skippedFolders = ['node_modules', '.venv', 'results'];

/** Every source file below the given folders, sorted by path. A missing folder throws. */
export function readSources(rootFolder: string, folders: readonly string[]): readonly SourceText[] {
  return folders
    .flatMap((folder) => listFiles(rootFolder, folder))
    .filter((file) => sourceExtensions.includes(path.extname(file)))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(path.join(rootFolder, file), 'utf8') }));
}

function listFiles(rootFolder: string, folder: string): readonly string[] {
  return readdirSync(path.join(rootFolder, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return skippedFolders.includes(entry.name) ? [] : listFiles(rootFolder, `${folder}/${entry.name}`);
    }
    return entry.isFile() ? [`${folder}/${entry.name}`] : [];
  });
}

export function parseSource(source: SourceText): ts.SourceFile {
  return ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ESNext);
}
