import { builtinModules } from 'node:module';
import path from 'node:path/posix';
import { type FoundImport, findImports } from './findImports.ts';
import type { FolderRule, ImportRules } from './importRules.ts';
import { parseSource, type SourceText } from './sourceText.ts';

/** Breaches of the import rules, one line each: `file:line …`. Empty when all is well. */
export function checkLayers(sources: readonly SourceText[], rules: ImportRules): readonly string[] {
  return sources.flatMap((source) => {
    if (rules.free.some((folder) => isWithin(source.path, folder))) return [];
    const rule = rules.folders.find((one) => isWithin(source.path, one.folder));
    if (rule === undefined) return [`${source.path}:1 lies in no folder of the import rules`];
    return findImports(parseSource(source)).flatMap((found) => {
      const breach = checkImport({ source, rule, rules }, found);
      return breach === undefined ? [] : [`${source.path}:${found.line} ${breach}`];
    });
  });
}

interface Importer {
  readonly source: SourceText;
  readonly rule: FolderRule;
  readonly rules: ImportRules;
}

function checkImport(importer: Importer, found: FoundImport): string | undefined {
  if (found.specifier === undefined) return 'imports a computed name, which no rule can check';
  if (found.specifier.startsWith('.') || found.specifier.startsWith('/')) {
    return checkFile(importer.rule, resolveImport(importer.source.path, found.specifier), found);
  }
  if (isNodeBuiltin(found.specifier)) {
    const forbidden = !importer.rule.nodeBuiltins && !found.typeOnly;
    return forbidden
      ? `imports ${found.specifier}: ${importer.rule.folder} must run without Node`
      : undefined;
  }
  return checkLibrary(importer, packageOf(found.specifier));
}

function checkFile(rule: FolderRule, target: string, found: FoundImport): string | undefined {
  if ([rule.folder, ...rule.mayImport].some((allowed) => isWithin(target, allowed))) return undefined;
  if ((rule.mayImportTypes ?? []).some((allowed) => isWithin(target, allowed))) {
    return found.typeOnly
      ? undefined
      : `imports ${target} at run time: ${rule.folder} may have its types only`;
  }
  return `imports ${target}, which ${rule.folder} may not know`;
}

function checkLibrary(importer: Importer, library: string): string | undefined {
  const fence = importer.rules.libraries.find((one) =>
    one.library.endsWith('/*') ? library.startsWith(one.library.slice(0, -1)) : library === one.library,
  );
  if (fence === undefined) return `imports the library ${library}, which no rule admits`;
  if (fence.folders.some((folder) => isWithin(importer.source.path, folder))) return undefined;
  return `imports the library ${library}, which belongs to ${fence.folders.join(' and ')}`;
}

/** The path from the project's root of a relative import. */
export function resolveImport(importerPath: string, specifier: string): string {
  return path.normalize(path.join(path.dirname(importerPath), specifier));
}

function isWithin(file: string, folderOrFile: string): boolean {
  return file === folderOrFile || file.startsWith(`${folderOrFile}/`);
}

function isNodeBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] ?? '');
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
