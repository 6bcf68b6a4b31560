import { z } from 'zod';
import { mean } from './roundStatistics.ts';

/** What scanStation says after each slide, and once more at the end without timings. */
export const slideReportSchema = z.object({
  /** since the scan began */
  atMs: z.number(),
  cellCount: z.number(),
  timings: z.object({
    totalMs: z.number(),
    decodeMs: z.number(),
    networksMs: z.number(),
    otherMs: z.number(),
  }),
});

export type SlideReport = z.infer<typeof slideReportSchema>;

/** Resident memory of both processes while the slide after `finishedSlides` others was scanned. */
export interface MemorySample {
  readonly finishedSlides: number;
  readonly stationBytes: number;
  readonly computeBytes: number;
}

/** Fractions of the wall time from the end of the first slide, in which the models are loaded, to the end of
 *  the scan. Decoding overlaps with TensorFlow, so they may add up to more than 1. */
export interface TimeShares {
  readonly wallMs: number;
  readonly outsideNetworks: number;
  readonly decode: number;
  readonly other: number;
}

/** @throws RangeError with fewer than two slides */
export function computeTimeShares(slides: readonly SlideReport[], endMs: number): TimeShares {
  const [first, ...timed] = slides;
  if (first === undefined || timed.length === 0) throw new RangeError('Time shares need two slides');
  const wallMs = endMs - first.atMs;
  const sum = (key: 'decodeMs' | 'networksMs' | 'otherMs') =>
    timed.reduce((total, { timings }) => total + timings[key], 0);
  return {
    wallMs,
    outsideNetworks: 1 - sum('networksMs') / wallMs,
    decode: sum('decodeMs') / wallMs,
    other: sum('otherMs') / wallMs,
  };
}

/** How memory of both processes together develops, the first fifth of the slides left out as warm-up. */
export interface MemoryTrend {
  readonly earlyBytes: number;
  readonly lateBytes: number;
  /** late over early: 1 is flat */
  readonly growth: number;
  /** least-squares slope of the mean of each slide */
  readonly slopeBytesPerSlide: number;
}

/** Compares the second fifth of the slides with the last: of 50 slides, 11 to 20 with 41 to 50.
 *  @returns undefined when a fifth has no sample: the scan was too short to tell */
export function computeMemoryTrend(
  samples: readonly MemorySample[],
  slideCount: number,
): MemoryTrend | undefined {
  const means = Array.from({ length: slideCount }, (_, slide) => {
    const ofSlide = samples.filter(({ finishedSlides }) => finishedSlides === slide);
    return { slide, bytes: mean(ofSlide.map((sample) => sample.stationBytes + sample.computeBytes)) };
  }).filter(({ bytes }) => Number.isFinite(bytes));
  const between = (from: number, to: number) =>
    means.filter(({ slide }) => slide >= from * slideCount && slide < to * slideCount);
  const earlyBytes = mean(between(0.2, 0.4).map(({ bytes }) => bytes));
  const lateBytes = mean(between(0.8, 1).map(({ bytes }) => bytes));
  if (!Number.isFinite(earlyBytes) || !Number.isFinite(lateBytes)) return undefined;
  return {
    earlyBytes,
    lateBytes,
    growth: lateBytes / earlyBytes,
    slopeBytesPerSlide: computeSlope(between(0.2, 1)),
  };
}

function computeSlope(points: readonly { readonly slide: number; readonly bytes: number }[]): number {
  const meanSlide = mean(points.map(({ slide }) => slide));
  const meanBytes = mean(points.map(({ bytes }) => bytes));
  const sum = (term: (slide: number, bytes: number) => number) =>
    points.reduce((total, { slide, bytes }) => total + term(slide - meanSlide, bytes - meanBytes), 0);
  return sum((slide, bytes) => slide * bytes) / sum((slide) => slide * slide);
}
