import { expect, test } from 'vitest';
import { formatBar, formatBytes, startProgress } from '../../../main/setup/setupProgress.ts';

const totalBytes = 274_000_000;

test('without a terminal a long step logs one line a tenth', () => {
  const logged: string[] = [];
  const progress = startProgress('TensorFlow', totalBytes, {
    log: (line) => logged.push(line),
    terminal: { write: () => expect.unreachable('there is no terminal') },
  });
  for (let share = 0; share <= 100; share += 1) progress.report((totalBytes * share) / 100);
  progress.report(totalBytes * 2);
  progress.dispose();
  expect(logged).toHaveLength(10);
  expect(logged[0]).toBe('TensorFlow: 10 % of 274 MB');
  expect(logged[9]).toBe('TensorFlow: 100 % of 274 MB');
});

test('on a terminal a bar stays on its line', () => {
  let written = '';
  const progress = startProgress('TensorFlow', totalBytes, {
    log: () => expect.unreachable('the bar is not logged'),
    terminal: { isTTY: true, write: (text) => (written += text) },
  });
  progress.report(0);
  progress.report(totalBytes / 2);
  progress.dispose();
  expect(written.match(/\r/g)).toHaveLength(2);
  expect(written).toMatch(/50 % 137 MB of 274 MB +\n$/);
});

test('a bar is as long at the end as at the start, so that nothing of it is left over', () => {
  expect(formatBar('a', totalBytes, totalBytes)).toHaveLength(formatBar('a', 0, totalBytes).length);
});

test.each([
  [950, '1 kB'],
  [2_758_562, '2.8 MB'],
  [273_829_956, '274 MB'],
  [1_500_000_000, '1.5 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
