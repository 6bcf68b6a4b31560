import ts from 'typescript';
import { parseSource, type SourceText } from './sourceText.ts';

const maximumLines = 300;

/** Files that a tool loads by their default export. */
const mayExportDefault = [/\.config\.ts$/, /^test\/helpers\/closingLineReporter\.ts$/];

/** Breaches of the style that a parser can see, one line each: `file:line …`. Empty when all is well. */
export function checkStyle(sources: readonly SourceText[]): readonly string[] {
  return sources.flatMap((source) => [...checkLength(source), ...checkSyntax(source)]);
}

function checkLength(source: SourceText): readonly string[] {
  const lineCount = source.text.replace(/\n$/, '').split('\n').length;
  return lineCount > maximumLines ? [`${source.path}:${lineCount} is longer than ${maximumLines} lines`] : [];
}

function checkSyntax(source: SourceText): readonly string[] {
  const file = parseSource(source);
  const breaches: string[] = [];
  const visitAndCollect = (node: ts.Node): void => {
    const breach = nameBreach(node);
    if (breach !== undefined && !(breach === defaultExport && isExempt(source.path))) {
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      breaches.push(`${source.path}:${line} ${breach}`);
    }
    ts.forEachChild(node, visitAndCollect);
  };
  visitAndCollect(file);
  return breaches;
}

const defaultExport = 'has a default export: name it';

function nameBreach(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'has the type any: use unknown and a schema';
  if (ts.isNonNullExpression(node)) return 'asserts with !: handle undefined';
  if (ts.isEnumDeclaration(node)) return 'declares an enum: use a union of strings';
  if (node.kind === ts.SyntaxKind.DefaultKeyword) return defaultExport;
  if (ts.isExportAssignment(node)) return defaultExport;
  if (ts.isExportSpecifier(node) && node.name.text === 'default') return defaultExport;
  return undefined;
}

function isExempt(file: string): boolean {
  return mayExportDefault.some((pattern) => pattern.test(file));
}
