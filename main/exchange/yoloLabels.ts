import { LabError } from '../domain/labError.ts';
import type { AnnotationFault, FoundLabel, FoundLabels } from './foundLabel.ts';

/** Class names of a YOLO dataset by number: `names` of its data.yaml, as a flow list `[a, b]`, a flow map
 *  `{0: a, 1: b}`, or a block of `- a` or `0: a` lines. That is all of YAML that these files use.
 *  @param path for messages
 *  @throws LabError 'dataset-invalid' when there are no names, or one has no number of its own */
export function parseYoloNames(text: string, path: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const at = lines.findIndex((line) => /^names\s*:/.test(line));
  const entries = at < 0 ? [] : readEntries(lines, at);
  const names: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const keyed = /^(\d{1,4})\s*:\s*(.*)$/.exec(entry);
    const name = unquote(keyed?.[2] ?? entry);
    const number = keyed === null ? index : Number(keyed[1]);
    if (name === '' || names[number] !== undefined) throw invalidNames(path);
    names[number] = name;
  }
  if (names.length === 0 || Object.keys(names).length !== names.length) throw invalidNames(path);
  return names;
}

function readEntries(lines: readonly string[], at: number): readonly string[] {
  const first = stripComment((lines[at] ?? '').replace(/^names\s*:/, '')).trim();
  if (first === '') return readBlock(lines.slice(at + 1));
  const rest = lines.slice(at + 1).map(stripComment);
  const closing = first.startsWith('{') ? '}' : ']';
  const text = `${first} ${rest.join(' ')}`;
  const end = text.indexOf(closing);
  if (!/^[[{]/.test(first) || end < 0) return [];
  return text
    .slice(1, end)
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The indented lines, or the list, that follow `names:`. */
function readBlock(lines: readonly string[]): readonly string[] {
  const entries: string[] = [];
  for (const line of lines.map(stripComment)) {
    if (line.trim() === '') continue;
    const entry = /^\s*-\s+(.*)$/.exec(line)?.[1] ?? /^\s+(\d+\s*:.*)$/.exec(line)?.[1];
    if (entry === undefined) break;
    entries.push(entry.trim());
  }
  return entries;
}

function stripComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '');
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return (/^'(.*)'$/.exec(trimmed)?.[1] ?? /^"(.*)"$/.exec(trimmed)?.[1] ?? trimmed).trim();
}

function invalidNames(path: string): LabError {
  return new LabError(
    'dataset-invalid',
    `${path} has no list of class names. It needs a line like names: ['WBC', 'RBC'], or one name a line below names:.`,
    { path },
  );
}

/** Reads lines `class centreX centreY width height`, all but the class fractions of the picture. A line that is not
 *  one is a fault and the others stand. */
export function parseYoloBoxes(text: string, names: readonly string[]): FoundLabels {
  const labels: FoundLabel[] = [];
  const faults: AnnotationFault[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const found = readLine(line, index + 1, names);
    if ('message' in found) faults.push(found);
    else labels.push(found);
  }
  return { labels, faults };
}

function readLine(text: string, line: number, names: readonly string[]): FoundLabel | AnnotationFault {
  const values = text.trim().split(/\s+/).map(Number);
  const [classNumber = Number.NaN, x = 0, y = 0, width = 0, height = 0] = values;
  if (values.length !== 5 || !Number.isInteger(classNumber))
    return { line, message: `"${text.trim().slice(0, 60)}" is not "class x y width height"` };
  const className = names[classNumber];
  if (className === undefined)
    return { line, message: `there is no class ${classNumber}: data.yaml names ${names.length}` };
  const corner = { xPx: x - width / 2, yPx: y - height / 2 };
  return { className, line, box: { ...corner, widthPx: width, heightPx: height, unit: 'fraction' } };
}
