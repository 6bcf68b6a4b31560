import { expect, test } from 'vitest';
import { splitHash } from '../../../renderer/hooks/useHashRoute.ts';

test.each([
  ['', '/', ''],
  ['#/', '/', ''],
  ['#/training', '/training', ''],
  ['#/reports?slide=7', '/reports', 'slide=7'],
  ['#reports?slide=7', '/reports', 'slide=7'],
  ['/slide/7?cell=3&window=viewer', '/slide/7', 'cell=3&window=viewer'],
  ['#/slide/7?text=a?b', '/slide/7', 'text=a?b'],
])('the address %s is the page %s with "%s"', (hash, path, search) => {
  expect(splitHash(hash)).toEqual({ path, search });
});
