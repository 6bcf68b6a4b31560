import { expect, test } from 'vitest';
import { createProgressDisplay, formatProgress } from '../../../main/cli/progressDisplay.ts';

function aScreen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => written.push(text) };
}

test('a log gets a line now and then, and always the last', () => {
  let now = 0;
  const screen = aScreen(false);
  const display = createProgressDisplay(screen, () => now);
  for (let done = 1; done <= 40; done += 1) {
    now += 1000;
    display.show({ done, total: 40, detail: 'fields' });
  }
  expect(screen.written).toEqual([1, 11, 21, 31, 40].map((done) => `${done}/40 fields\n`));
});

test('a terminal gets a bar that fits it and is taken away before other lines', () => {
  const screen = aScreen(true);
  const display = createProgressDisplay(screen);
  display.show({ done: 5, total: 10, detail: 'a long detail '.repeat(9), remainingMs: 200_000 });
  const line = screen.written.find((text) => text.includes('#')) ?? '';
  expect(line).toContain('[############............] 5/10 a long detail');
  expect(line.length).toBeLessThan(60);
  display.clear();
  const { length } = screen.written;
  // from the first column on, the line is empty
  expect(screen.written.slice(-4).join('')).toContain('\u001b[1G\u001b[2K');
  display.clear();
  expect(screen.written).toHaveLength(length);
});

test('a bar that was taken away is there again with the next step', () => {
  const screen = aScreen(true);
  const display = createProgressDisplay(screen);
  display.show({ done: 5, total: 10, detail: 'one' });
  display.clear();
  display.show({ done: 6, total: 12, detail: 'two' });
  display.clear();
  expect(screen.written.some((text) => text.includes('6/12 two'))).toBe(true);
});

test('the remaining time is said where it is known', () => {
  expect(formatProgress({ done: 1, total: 4, detail: 'smear-1', remainingMs: 61_000 })).toBe(
    '1/4 smear-1, 1 min 01 s left',
  );
});
