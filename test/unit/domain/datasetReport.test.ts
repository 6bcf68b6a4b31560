import { expect, test } from 'vitest';
import { type CellClass, cellClasses } from '../../../main/domain/cellClass.ts';
import type { DatasetItem } from '../../../main/domain/datasetItem.ts';
import { type DatasetReport, listWarnings } from '../../../main/domain/datasetReport.ts';
import { findRepeatedPictures, listContents } from '../../../main/domain/findRepeatedPictures.ts';
import { judgeColourShortcut } from '../../../main/domain/judgeColourShortcut.ts';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import type { PartName } from '../../../main/domain/splitDatasetItems.ts';

const item = (file: string, cellClass: CellClass, xPx?: number): DatasetItem => ({
  file,
  cellClass,
  ...(xPx !== undefined && { cell: { xPx, yPx: 0, widthPx: 10, heightPx: 10 } }),
});

function find(
  placed: readonly (readonly [DatasetItem, PartName])[],
  {
    contents = {},
    near = [],
  }: { contents?: Record<string, string>; near?: readonly (readonly [number, number])[] },
) {
  const items = placed.map(([one]) => one);
  const contentOf = new Map(items.map(({ file }) => [file, contents[file] ?? file]));
  return findRepeatedPictures(
    listContents(items, contentOf),
    near.map(([first, second]) => ({ first, second, distance: 0.03 })),
    new Map(placed),
  );
}

test('the same content in two parts, and what looks alike, is told with both names', () => {
  const { acrossParts, twoClasses } = find(
    [
      [item('a', 'benign'), 'train'],
      [item('b', 'benign'), 'train'],
      [item('copy of b', 'benign'), 'test'],
      [item('like a', 'benign'), 'validation'],
      [item('c', 'pro-b'), 'train'],
    ],
    { contents: { 'copy of b': 'b' }, near: [[0, 2]] },
  );
  expect(acrossParts.pairs.map(({ kind, first, second }) => [kind, first.file, second.file])).toEqual([
    ['exact', 'b', 'copy of b'],
    ['near', 'a', 'like a'],
  ]);
  expect(twoClasses.count).toBe(0);
});

test('one picture in two classes is told; cells of two classes in one field are not, unless they are one cell', () => {
  const { twoClasses, acrossParts } = find(
    [
      [item('a', 'benign'), 'train'],
      [item('copy of a', 'pro-b'), 'train'],
      [item('field', 'benign', 0), 'train'],
      [item('field', 'pro-b', 50), 'train'],
      [item('odd field', 'benign', 0), 'train'],
      [item('odd field', 'pre-b', 2), 'test'],
      [item('near 1', 'benign'), 'train'],
      [item('near 2', 'early-pre-b'), 'train'],
    ],
    { contents: { 'copy of a': 'a' }, near: [[3, 4]] },
  );
  expect(twoClasses.pairs.map(({ first, second }) => [first.file, second.file])).toEqual([
    ['a', 'copy of a'],
    ['odd field', 'odd field'],
    ['near 1', 'near 2'],
  ]);
  expect(acrossParts.pairs.map(({ first }) => first.file)).toEqual(['odd field']);
});

/** Items whose first colour is given away by so much of their class; the rest is chance. */
function coloured(count: number, given: number, seed = 1) {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const number = at % cellClasses.length;
    return {
      cellClass: cellClasses[number] ?? 'benign',
      colours: [given * number * 100 + random() * 100, random() * 100],
    };
  });
}

test.each([
  ['gives the class away', 5, 'tells-most', /this split proves little.*Hold out whole slides/],
  ['says something of the class', 0.7, 'tells-some', /part of what a network learns here may be the stain/],
  ['says nothing of the class', 0, 'tells-little', /gives little away/],
])('where colour %s, the verdict says so', (_, given, verdict, advice) => {
  const shortcut = judgeColourShortcut(coloured(800, given), coloured(400, given, 2));
  expect(shortcut).toMatchObject({
    ...{ verdict, advice: expect.stringMatching(advice), majorityAccuracy: 0.25, askedCount: 400 },
  });
  const recalls = cellClasses.map((cellClass) => shortcut.recalls[cellClass] ?? 0);
  expect(shortcut.macroRecall).toBeCloseTo(recalls.reduce((sum, one) => sum + one) / 4);
});

test('a class that is not asked for has no recall, and a dataset of one class has no shortcut', () => {
  const known = coloured(80, 5);
  const benign = known.filter(({ cellClass }) => cellClass === 'benign');
  expect(judgeColourShortcut(known, benign).recalls).toEqual({
    ...{ benign: 1, 'early-pre-b': undefined, 'pre-b': undefined, 'pro-b': undefined },
  });
  expect(judgeColourShortcut(benign, benign).verdict).toBe('tells-little');
});

test('a sound report has no warning, and every finding has one in words', () => {
  const counts = { benign: 50, 'early-pre-b': 50, 'pre-b': 50, 'pro-b': 50 };
  const none = { count: 0, pairs: [] };
  const sound: DatasetReport = {
    ...{ itemCount: 200, pictureCount: 200, byClass: counts, bySource: [], byPart: undefined, split: '' },
    ...{ splitFault: undefined, partedGroupCount: 0, acrossParts: none, twoClasses: none, exactCopyCount: 0 },
    ...{ nearPairCount: 0, scarce: [], colour: undefined, problems: [], problemCount: 0 },
  };
  expect(listWarnings(sound)).toEqual([]);
  const scarce = { cellClass: 'pro-b' as const, independentCount: 5, testCount: 4, provableRecall: 0.4 };
  expect(
    listWarnings({
      ...sound,
      problemCount: 1,
      acrossParts: { count: 2, pairs: [] },
      partedGroupCount: 1,
      scarce: [
        { ...scarce, neededCount: 0 },
        { ...scarce, cellClass: 'pre-b', neededCount: 2 },
      ],
    }),
  ).toEqual([
    '1 file or line cannot be used.',
    expect.stringMatching(/^2 pairs of pictures .* different parts/),
    '1 group (patient, slide or twins) are in several parts.',
    'Too few to have one in each part: pre-b: 2 more.',
    expect.stringContaining('pro-b (4 items: even all right means a recall of 40 % or more)'),
  ]);
});
