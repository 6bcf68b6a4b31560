import { expect, test } from 'vitest';
import { createScanProgress, type ScanProgress } from '../../../main/workflows/scanProgress.ts';

test('fields of all slides are counted, and the rest is timed by the median field', () => {
  let now = 0;
  const seen: ScanProgress[] = [];
  const slides = [
    { name: 'a', stepCount: 4 },
    { name: 'b', stepCount: 6 },
  ];
  const progress = createScanProgress(
    slides,
    (one) => seen.push(one),
    () => now,
  );
  progress.startSlide(0);
  for (const [done, at] of [5000, 6000, 7000, 17_000].entries()) {
    now = at;
    progress.fieldDone({ done: done + 1, total: 4, detail: `f${done}.jpg` });
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
    { name: 'a', stepCount: 4 },
    { name: 'b', stepCount: 6 },
  ];
  const progress = createScanProgress(slides, (one) => seen.push(one));
  progress.startSlide(0);
  progress.finishSlide();
  progress.startSlide(1);
  expect(seen.at(-1)).toMatchObject({ done: 4, total: 10, detail: 'b (2 of 2)' });
});

test('what is only known once a slide is open takes the place of what was thought', () => {
  const seen: ScanProgress[] = [];
  const slides = [
    { name: 'whole.svs', stepCount: 1 },
    { name: 'b', stepCount: 6 },
  ];
  const progress = createScanProgress(slides, (one) => seen.push(one));
  progress.startSlide(0);
  progress.fieldDone({ done: 3, total: 200, detail: 'x000000 y000000' });
  progress.finishSlide();
  progress.startSlide(1);
  expect(seen.map(({ done, total }) => [done, total])).toEqual([
    [0, 7],
    [3, 206],
    [200, 206],
  ]);
});

test('a field without cells is no step towards a goal, and its time counts with the next', () => {
  let now = 0;
  const seen: ScanProgress[] = [];
  const progress = createScanProgress(
    [{ name: 'a', stepCount: 100 }],
    (one) => seen.push(one),
    () => now,
  );
  progress.startSlide(0);
  for (const [cells, at] of [
    [2, 1000],
    [2, 2000],
    [4, 3000],
  ] as const) {
    now = at;
    progress.fieldDone({ done: cells, total: 100, detail: 'f' });
  }
  // two cells in the two seconds since the last one
  expect(seen.at(-1)).toMatchObject({ done: 4, remainingMs: 96 * 1000 });
});
