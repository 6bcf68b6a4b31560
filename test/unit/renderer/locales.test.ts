import { describe, expect, test } from 'vitest';
import { de } from '../../../renderer/locales/de/index.ts';
import { en } from '../../../renderer/locales/en/index.ts';
import {
  findUntranslated,
  findUnusedKeys,
  flattenWords,
  placeholdersOf,
  withoutPlural,
} from './windowWords.ts';

const texts = import.meta.glob<string>(['../../../renderer/**/*.{ts,tsx}', '!**/locales/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const window = Object.entries(texts).map(([path, text]) => ({ path: path.replace('../../../', ''), text }));
const english = flattenWords(en);
const german = flattenWords(de);

describe('the words of the window', () => {
  test('are looked for in every file of it', () => {
    const paths = window.map(({ path }) => path);
    expect(paths).toContain('renderer/pages/WorklistPage.tsx');
    expect(paths).toContain('renderer/components/reports/nameMeaning.ts');
    expect(paths).not.toContain('renderer/locales/en/common.ts');
  });

  test('stand in the locales, none in a component', () => {
    expect(findUntranslated(window.filter((source) => source.path.endsWith('.tsx')))).toEqual([]);
  });

  test('are all used', () => expect(findUnusedKeys(window, en)).toEqual([]));

  test('are said in German too, plurals included', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...german].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('have the same figures and names to fill in, in both languages', () => {
    const differing = [...english].filter(
      ([key, text]) => placeholdersOf(text).join() !== placeholdersOf(german.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  test.each([
    ['English', english],
    ['German', german],
  ])('have one and other where they count, in %s', (_language, words) => {
    const alone = [...words.keys()].filter(
      (key) =>
        key !== withoutPlural(key) &&
        !['one', 'other'].every((form) => words.has(`${withoutPlural(key)}_${form}`)),
    );
    expect(alone).toEqual([]);
  });
});

describe('a planted word is found', () => {
  const tsx = (text: string) => [{ path: 'renderer/Plant.tsx', text: `export const a = ${text};` }];

  test.each([
    ['in text', '<p>Blasts</p>', 'Blasts'],
    ['in an expression', "<p>{isOpen ? 'Open' : t('close')}</p>", 'Open'],
    ['in a template', `<p>{\`\${count} cells\`}</p>`, 'cells'],
    ['in a name for the ear', "<b aria-label='Undo' />", 'Undo'],
    ['in a tooltip', '<b title={hint ?? "Again"} />', 'Again'],
    ['among the properties of an input', "<b slotProps={{ input: { 'aria-label': 'Name' } }} />", 'Name'],
  ])('%s', (_where, text, word) => {
    expect(findUntranslated(tsx(text))).toEqual([`renderer/Plant.tsx:1 ${word}`]);
  });

  test.each(['<p>{count} µm</p>', '<p>Ctrl+1</p>', "<p className='wide'>{t('close')}</p>", '<p>– 95 %</p>'])(
    'but not where every language says the same: %s',
    (text) => expect(findUntranslated(tsx(text))).toEqual([]),
  );
});

test('a key that nothing names is found, one that a template can come to is not', () => {
  const text = `const { t } = useTranslation('worklist'); t('title'); t(\`states.\${state}\`); t('common:close')`;
  const words = {
    worklist: { title: 'a', states: { new: 'b' }, rows_one: 'c', rows_other: 'd' },
    common: { close: 'e', title: 'f' },
  };
  expect(findUnusedKeys([{ path: 'renderer/a.tsx', text }], words)).toEqual([
    'worklist:rows',
    'common:title',
  ]);
});
