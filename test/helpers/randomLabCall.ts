import { cellClasses } from '../../main/domain/cellClass.ts';
import type { Random } from '../../main/domain/randomNumbers.ts';
import { verdicts } from '../../main/domain/verdict.ts';
import { labCalls } from '../../preload/contract.ts';

/** What a fuzzer knows of the lab, so that some of its calls get through to the handlers. */
export interface KnownIds {
  readonly slideIds: readonly string[];
  readonly cellIds: readonly string[];
}

export interface RandomCall {
  readonly name: string;
  readonly args: unknown;
}

/** Calls that a fuzzer makes with arguments of their form only now and then, or never: they draw slides or
 *  start minutes of work, open dialogs or windows. With arguments of no form they are called like all others. */
const costlyCalls: ReadonlySet<string> = new Set([
  'addDemoSlides',
  'scanAgain',
  'preflightTraining',
  'startTraining',
  'resumeTraining',
  'judgeModel',
  'createControlSet',
  'diagnose',
  'createKey',
  'openViewerWindow',
  'openLogFolder',
  'setFullScreen',
]);

const names = Object.keys(labCalls);
const strangeNames = [
  '',
  'constructor',
  '__proto__',
  'toString',
  'then',
  'eval',
  'lab:call',
  'readcells',
  '../x',
  'a'.repeat(10_000),
];

/** A call that no window would make, or one that it might: wrong names, arguments of no form, of nearly the right
 *  form, and of the right form with ids of this lab. */
export function randomLabCall(random: Random, known: KnownIds): RandomCall {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  if (random() < 0.05) return { name: pick(strangeNames), args: randomJson(random, 2) };
  const name = pick(names);
  const kind = random();
  if (kind < 0.3 || costlyCalls.has(name)) return { name, args: randomJson(random, 3) };
  const args = likelyArguments(random, known);
  if (kind < 0.6)
    return { name, args: { ...pickSome(args, random), ...(random() < 0.3 ? { surplus: 1 } : {}) } };
  return { name, args: argumentsOf(name, args) };
}

/** A value for each argument that any call has. */
function likelyArguments(random: Random, known: KnownIds): Readonly<Record<string, unknown>> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const strange = (value: unknown) => (random() < 0.1 ? randomJson(random, 1) : value);
  const slideId = pick([...known.slideIds, '00000000-0000-7000-8000-000000000000']);
  const cellId = () => pick([...known.cellIds, '999999999999']);
  const box = () => ({
    xPx: strange(random() * 3000 - 100),
    yPx: strange(random() * 3000 - 100),
    widthPx: strange(random() * 300),
    heightPx: strange(random() * 300),
  });
  const grant = 'grant-00000000-0000-4000-8000-000000000000';
  return {
    slideId: strange(slideId),
    slideIds: strange([slideId]),
    cellId: strange(cellId()),
    cellIds: strange(Array.from({ length: 1 + Math.floor(random() * 5) }, cellId)),
    verdict: strange(pick([...verdicts, null])),
    box: strange(box()),
    boxes: strange([box(), box()]),
    grants: strange([grant]),
    priority: strange(pick(['stat', 'routine', 'background'])),
    isPaused: strange(random() < 0.5),
    isForced: false,
    fullName: strange(pick(['blast-classifier-1.0.0', 'nobody-0.0.1', '../../etc'])),
    cellClass: strange(pick([...cellClasses, null])),
    id: '00000000-0000-7000-8000-000000000000',
    isPolled: random() < 0.5,
    since: strange('2026-11-29T18:00:00.000Z'),
    requestId: '00000000-0000-7000-8000-000000000000',
    verdictId: '00000000-0000-7000-8000-000000000000',
    override: strange({ reason: pick(['', 'because', 'a reason that is long enough']) }),
    isUnmeasured: random() < 0.5,
    runId: '00000000-0000-7000-8000-000000000000',
    reportId: '00000000-0000-7000-8000-000000000000',
    keyId: '00000000-0000-7000-8000-000000000000',
    password: 'wrong password',
    meaning: pick(['reviewed', 'approved', 'seen']),
    timeZone: strange(pick(['UTC', 'Europe/Berlin', 'Nowhere/None'])),
    purpose: pick(['slide-folder', 'report', 'key', 'labels', 'none']),
    theme: pick(['light', 'dark', 'high-contrast', 'pink']),
    autoAdvance: random() < 0.5,
    countPreset: pick([0, 100, 200, 400, 123]),
    count: strange(1 + Math.floor(random() * 50)),
  };
}

/** What a call takes of them, by the fields of its schema. */
function argumentsOf(name: string, args: Readonly<Record<string, unknown>>): unknown {
  const schema: unknown = labCalls[name as keyof typeof labCalls].args;
  const shape = typeof schema === 'object' && schema !== null && 'shape' in schema ? schema.shape : {};
  const wanted = Object.keys(shape as object);
  return Object.fromEntries(wanted.filter((key) => key in args).map((key) => [key, args[key]]));
}

function pickSome(
  args: Readonly<Record<string, unknown>>,
  random: Random,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(args).filter(() => random() < 0.25));
}

const oddValues = [
  undefined,
  null,
  true,
  -0,
  -1,
  1e308,
  2 ** 53,
  '',
  '1',
  '\u0000',
  "'; DROP TABLE cells; --",
  '../../../../etc/passwd',
  'x'.repeat(5000),
  [],
  {},
  ...cellClasses,
] as const;

/** JSON of any shape; what structured clone carries and JSON has not is among it. */
function randomJson(random: Random, depth: number): unknown {
  const kind = random();
  if (depth === 0 || kind < 0.5) return oddValues[Math.floor(random() * oddValues.length)];
  const count = Math.floor(random() * 4);
  if (kind < 0.7) return Array.from({ length: count }, () => randomJson(random, depth - 1));
  const keys = [
    'slideId',
    'cellIds',
    'verdict',
    'grants',
    '__proto__',
    'length',
    'args',
    'name',
    'person',
    'classes',
  ];
  return Object.fromEntries(
    Array.from({ length: count }, () => [
      keys[Math.floor(random() * keys.length)],
      randomJson(random, depth - 1),
    ]),
  );
}
