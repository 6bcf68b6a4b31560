import ts from 'typescript';

/** One mention of another module in a source file. */
export interface FoundImport {
  /** the module's name as written; undefined when it is computed and so cannot be checked */
  readonly specifier: string | undefined;
  /** true when nothing of it remains at run time */
  readonly typeOnly: boolean;
  /** 1 for the first line */
  readonly line: number;
}

/** Everything that a source file imports: import and export declarations, type imports, import(), require()
 *  and what createRequire() made. Looking a path up (require.resolve, import.meta.resolve) loads nothing
 *  and does not count. */
export function findImports(source: ts.SourceFile): readonly FoundImport[] {
  const requireNames = findRequireNames(source);
  const found: FoundImport[] = [];
  const visitAndCollect = (node: ts.Node): void => {
    const mention = readImport(node, requireNames);
    if (mention !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      found.push({ ...mention, line });
    }
    ts.forEachChild(node, visitAndCollect);
  };
  visitAndCollect(source);
  return found;
}

type Mention = Omit<FoundImport, 'line'>;

function readImport(node: ts.Node, requireNames: ReadonlySet<string>): Mention | undefined {
  if (ts.isImportDeclaration(node)) {
    // `import { type A } from 'x'` still loads x (verbatimModuleSyntax): only `import type` is erased
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: textOf(node.moduleSpecifier), typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node)) {
    const literal = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    return { specifier: textOf(literal), typeOnly: true };
  }
  if (ts.isExternalModuleReference(node)) return { specifier: textOf(node.expression), typeOnly: false };
  if (ts.isCallExpression(node) && loadsModule(node.expression, requireNames)) {
    return { specifier: textOf(node.arguments[0]), typeOnly: false };
  }
  return undefined;
}

function loadsModule(callee: ts.Expression, requireNames: ReadonlySet<string>): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return requireNames.has(callee.text);
  return isCreateRequireCall(callee);
}

/** `require`, and each variable that holds what createRequire() returned. */
function findRequireNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(['require']);
  const visitAndCollect = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      if (isCreateRequireCall(node.initializer)) names.add(node.name.text);
    }
    ts.forEachChild(node, visitAndCollect);
  };
  visitAndCollect(source);
  return names;
}

function isCreateRequireCall(expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression)) return false;
  const callee = expression.expression;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text === 'createRequire';
  return ts.isIdentifier(callee) && callee.text === 'createRequire';
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}
