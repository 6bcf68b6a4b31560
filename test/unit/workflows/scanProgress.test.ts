import { expect, test } from 'vitest';
import { createScanProgress, type ScanProgress } from '../../../main/workflows/scanProgress.ts';

test('fields of all slides are counted, and the rest is timed by the median field', () => {
  let now = 0;
  const seen: ScanProgress[] = [];
  const slides = [
    { name: 'a', fieldCount: 4 },
    { name: 'b', fieldCount: 6 },
  ];
  const progress = createScanProgress(
    slides,
    (one) => seen.push(one),
    () => now,
  );
  progress.startSlide(0);
  for (const [done, at] of [5000, 6000, 7000, 17_000].entries()) {
    now = at;
    progress.fieldDone(done + 1, `f${done}.jpg`);
  }
  progress.finishSlide();
  progress.startSlide(1);
  expect(seen.map(({ done, total, remainingMs }) => [done, total, remainingMs])).toEqual([
    [0, 10, undefined],
    [1, 10, undefined],
    [2, 10, 8000],
    [3, 10, 7000],
    [4, 10, 6000],
    [4, 10, 6000],
  ]);
  expect(seen[1]?.detail).toBe('a (1 of 2): f0.jpg');
});

test('a slide that is passed over counts as done', () => {
  const seen: ScanProgress[] = [];
  const slides = [
    { name: 'a', fieldCount: 4 },
    { name: 'b', fieldCount: 6 },
  ];
  const progress = createScanProgress(slides, (one) => seen.push(one));
  progress.startSlide(0);
  progress.finishSlide();
  progress.startSlide(1);
  expect(seen.at(-1)).toMatchObject({ done: 4, total: 10, detail: 'b (2 of 2)' });
});
