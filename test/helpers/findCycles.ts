import { resolveImport } from './checkLayers.ts';
import { findImports } from './findImports.ts';
import { parseSource, type SourceText } from './sourceText.ts';

/** Import cycles between files, types included, each as `a.ts -> b.ts -> a.ts`. Empty when there is none. */
export function findCycles(sources: readonly SourceText[]): readonly string[] {
  const graph = new Map(sources.map((source) => [source.path, listImportedFiles(source)]));
  const finished = new Set<string>();
  const cycles: string[] = [];
  const walkAndCollect = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) cycles.push([...trail.slice(start), file].join(' -> '));
    if (start >= 0 || finished.has(file)) return;
    for (const imported of graph.get(file) ?? []) walkAndCollect(imported, [...trail, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) walkAndCollect(file, []);
  return cycles;
}

function listImportedFiles(source: SourceText): readonly string[] {
  return findImports(parseSource(source)).flatMap(({ specifier }) =>
    specifier?.startsWith('.') ? [resolveImport(source.path, specifier)] : [],
  );
}
