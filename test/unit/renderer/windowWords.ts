import ts from 'typescript';

/** A source file: its path from the project's root, and its text. */
interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Attributes that people see or hear. */
const spokenAttributes = [
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
  'helperText',
  'primary',
  'secondary',
  'subtitle',
  'text',
];

/** Text that is the same in every language. */
const sameEverywhere = new Set([
  'Ctrl',
  'Shift',
  'Alt',
  'Enter',
  'Esc',
  'SHA-256',
  'px',
  'µm',
  'ms',
  's',
  'n',
  'x',
  'Adam',
  'AdaMax',
]);

/** Words that stand in a component where people see them, and not in the locales: `file:line text`. */
export function findUntranslated(sources: readonly SourceText[]): readonly string[] {
  return sources.flatMap((source) => {
    const file = parseTsx(source);
    const found: string[] = [];
    const collect = (node: ts.Node): void => {
      for (const shown of shownIn(node)) {
        if (!isWord(shown.text)) continue;
        const { line } = file.getLineAndCharacterOfPosition(shown.node.getStart(file));
        found.push(`${source.path}:${line + 1} ${shown.text.trim()}`);
      }
      ts.forEachChild(node, collect);
    };
    collect(file);
    return found;
  });
}

/** Keys of the words of one language that no file of the window names, as `namespace:key`. A key belongs to the
 *  files that name its namespace; `t(`states.${state}`)` names every key that it can come to. */
export function findUnusedKeys(
  sources: readonly SourceText[],
  words: Readonly<Record<string, Words>>,
): readonly string[] {
  const files = sources.map((source) => readNamedKeys(parseTsx(source)));
  return Object.entries(words).flatMap(([namespace, tree]) =>
    [...new Set([...flattenWords(tree).keys()].map(withoutPlural))]
      .filter((key) => !files.some((file) => file.names(namespace, key)))
      .map((key) => `${namespace}:${key}`),
  );
}

/** Words as a locale has them: by key, nested. */
export interface Words {
  readonly [key: string]: string | Words;
}

/** By whole key, "columns.slide". */
export function flattenWords(words: Words, before = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[before + key, value] as const]
        : [...flattenWords(value, `${before}${key}.`)],
    ),
  );
}

/** Names in double braces, sorted, each once. */
export function placeholdersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([^},\s]+)/g)].map(([, name = '']) => name))].sort();
}

export function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '');
}

function readNamedKeys(file: ts.SourceFile) {
  const texts = new Set<string>();
  const patterns: RegExp[] = [];
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.add(node.text);
    if (ts.isTemplateExpression(node) && isKeyOfCall(node)) {
      const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      patterns.push(new RegExp(`^${parts.map(escapeForRegExp).join('[^.]+')}$`));
    }
    ts.forEachChild(node, collect);
  };
  collect(file);
  const hasKey = (key: string) => texts.has(key) || patterns.some((pattern) => pattern.test(key));
  return {
    names: (namespace: string, key: string): boolean =>
      hasKey(`${namespace}:${key}`) || (texts.has(namespace) && hasKey(key)),
  };
}

/** Whether this is what `t(…)` is asked for. */
function isKeyOfCall({ parent }: ts.TemplateExpression): boolean {
  return ts.isCallExpression(parent) && ts.isIdentifier(parent.expression) && parent.expression.text === 't';
}

interface Shown {
  readonly node: ts.Node;
  readonly text: string;
}

function shownIn(node: ts.Node): readonly Shown[] {
  if (ts.isJsxText(node)) return [{ node, text: node.text }];
  if (ts.isJsxExpression(node) && node.expression !== undefined && isChild(node))
    return valuesOf(node.expression);
  if (ts.isJsxAttribute(node) && isSpoken(node.name.getText(node.getSourceFile()))) {
    const { initializer } = node;
    if (initializer === undefined) return [];
    if (ts.isStringLiteral(initializer)) return [{ node: initializer, text: initializer.text }];
    return ts.isJsxExpression(initializer) && initializer.expression !== undefined
      ? valuesOf(initializer.expression)
      : [];
  }
  if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name) && isSpoken(node.name.text)) {
    return valuesOf(node.initializer);
  }
  return [];
}

/** What an expression can come to, as far as it is written out. */
function valuesOf(expression: ts.Expression): readonly Shown[] {
  if (ts.isStringLiteralLike(expression)) return [{ node: expression, text: expression.text }];
  if (ts.isTemplateExpression(expression)) {
    const parts = [expression.head, ...expression.templateSpans.map(({ literal }) => literal)];
    return parts.map((node) => ({ node, text: node.text }));
  }
  if (ts.isParenthesizedExpression(expression)) return valuesOf(expression.expression);
  if (ts.isConditionalExpression(expression)) {
    return [...valuesOf(expression.whenTrue), ...valuesOf(expression.whenFalse)];
  }
  if (ts.isBinaryExpression(expression)) {
    const { kind } = expression.operatorToken;
    const isSum = kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.QuestionQuestionToken;
    const isEither = kind === ts.SyntaxKind.BarBarToken;
    if (isSum || isEither) return [...valuesOf(expression.left), ...valuesOf(expression.right)];
    return kind === ts.SyntaxKind.AmpersandAmpersandToken ? valuesOf(expression.right) : [];
  }
  return [];
}

function isChild({ parent }: ts.JsxExpression): boolean {
  return ts.isJsxElement(parent) || ts.isJsxFragment(parent);
}

function isSpoken(name: string): boolean {
  return spokenAttributes.includes(name);
}

function isWord(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]*/gu) ?? [];
  return words.some((word) => !sameEverywhere.has(word));
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function parseTsx(source: SourceText): ts.SourceFile {
  return ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ESNext, true);
}
