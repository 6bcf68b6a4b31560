import { expect, test } from 'vitest';
import { computeMemoryTrend, computeTimeShares, type SlideReport } from '../../bench/scanFigures.ts';

const aSlide = (atMs: number): SlideReport => ({
  atMs,
  cellCount: 10,
  timings: { totalMs: 1000, decodeMs: 300, networksMs: 800, otherMs: 100 },
});

test('the slide in which the models are loaded counts in no time share', () => {
  const shares = computeTimeShares([aSlide(9000), aSlide(10_000), aSlide(11_000)], 11_000);
  expect(shares.wallMs).toBe(2000);
  expect(shares.outsideNetworks).toBeCloseTo(0.2, 12);
  expect(shares.decode).toBeCloseTo(0.3, 12);
  expect(() => computeTimeShares([aSlide(1)], 2)).toThrow(RangeError);
});

test('of fifty slides, memory at 41 to 50 is held against 11 to 20', () => {
  const samples = Array.from({ length: 50 }, (_, finishedSlides) => ({
    finishedSlides,
    stationBytes: 100,
    computeBytes: finishedSlides < 10 ? 5000 : 900,
  }));
  const flat = computeMemoryTrend(samples, 50);
  expect(flat).toEqual({ earlyBytes: 1000, lateBytes: 1000, growth: 1, slopeBytesPerSlide: 0 });
  const leaking = computeMemoryTrend(
    samples.map((sample) => ({ ...sample, computeBytes: 900 + 10 * sample.finishedSlides })),
    50,
  );
  expect(leaking?.slopeBytesPerSlide).toBeCloseTo(10, 9);
  // means of slides 10..19 and 40..49 counted from 0
  expect(leaking?.growth).toBeCloseTo((1000 + 445) / (1000 + 145), 12);
});

test('a scan too short to have samples tells nothing of memory', () => {
  expect(computeMemoryTrend([], 50)).toBeUndefined();
});
