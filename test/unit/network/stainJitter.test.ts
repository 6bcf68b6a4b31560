import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../main/domain/randomNumbers.ts';
import {
  drawColourChange,
  giveColours,
  measureDensities,
  recolourPixels,
} from '../../../main/network/stainJitter.ts';

const identity = {
  matrix: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  offset: [0, 0, 0],
  saturation: 1,
} as const;

test('no change leaves every level as it is', () => {
  const levels = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  const recoloured = levels.slice();
  recolourPixels(recoloured, identity);
  expect(recoloured).toEqual(levels);
});

test('without saturation nothing but grey is left', () => {
  const data = Uint8Array.of(200, 60, 120, 10, 250, 90);
  recolourPixels(data, { ...identity, saturation: 0 });
  expect(data[0]).toBe(data[1]);
  expect(data[1]).toBe(data[2]);
  expect(data[3]).toBe(data[5]);
});

test('an image takes on the colours of another one', () => {
  const violet = Uint8Array.from({ length: 3000 }, (_, i) => [90, 60, 140][i % 3] ?? 0).map(
    (level, i) => level + ((i * 7) % 40),
  );
  const pink = Uint8Array.from({ length: 3000 }, (_, i) => [200, 140, 150][i % 3] ?? 0).map(
    (level, i) => level + ((i * 11) % 50),
  );
  const to = measureDensities({ data: pink });
  const means = [0, 0, 0];
  const draws = 60;
  for (let seed = 0; seed < draws; seed += 1) {
    const data = violet.slice();
    recolourPixels(
      data,
      drawColourChange(createRandom(seed), {
        ...{ reach: 'other-laboratory', stains: { from: measureDensities({ data: violet }), to } },
      }),
    );
    measureDensities({ data }).mean.forEach((mean, channel) => {
      means[channel] = (means[channel] ?? 0) + mean / draws;
    });
  }
  // about the pink one's densities, whatever the jitter that comes on top: mean of 60 draws
  means.forEach((mean, channel) => {
    expect(Math.abs(mean - (to.mean[channel] ?? 0))).toBeLessThan(0.12);
  });
});

describe.each(['same-laboratory', 'other-laboratory'] as const)('the stain of the %s', (reach) => {
  test('is the same by the same seed; densities never become colours that do not exist', () => {
    const draw = () => drawColourChange(createRandom(9), { reach });
    expect(draw()).toEqual(draw());
    for (let seed = 0; seed < 40; seed += 1) {
      const data = Uint8Array.of(0, 0, 0, 255, 255, 255, 0, 255, 0, 120, 30, 160);
      recolourPixels(data, drawColourChange(createRandom(seed), { reach }));
      expect([...data].every((level) => Number.isInteger(level))).toBe(true);
      // white stays lighter than black
      expect((data[3] ?? 0) + (data[4] ?? 0)).toBeGreaterThan((data[0] ?? 0) + (data[1] ?? 0));
    }
  });
});

test('the same laboratory stains more alike than others do, and never in grey', () => {
  const violet = [120, 70, 160] as const;
  const movedBy = (reach: 'same-laboratory' | 'other-laboratory') =>
    Array.from({ length: 60 }, (_, seed) => {
      const data = Uint8Array.from(violet);
      recolourPixels(data, drawColourChange(createRandom(seed), { reach }));
      return { data, moved: violet.reduce((sum, level, i) => sum + Math.abs(level - (data[i] ?? 0)), 0) };
    });
  const mean = (some: readonly { readonly moved: number }[]) =>
    some.reduce((sum, { moved }) => sum + moved, 0) / some.length;
  const [same, other] = [movedBy('same-laboratory'), movedBy('other-laboratory')];
  expect(mean(same)).toBeLessThan(0.6 * mean(other));
  const isGrey = ({ data }: { readonly data: Uint8Array }) => data[0] === data[1] && data[1] === data[2];
  expect(same.some(isGrey)).toBe(false);
  expect(other.some(isGrey)).toBe(true);
});

test('a picture in the colours of another has its mean densities, and its own cells', () => {
  const random = createRandom(5);
  const draw = (low: number, high: number) =>
    Uint8Array.from({ length: 3 * 4000 }, () => low + (high - low) * random());
  const [picture, other] = [{ data: draw(140, 230) }, { data: draw(90, 160) }];
  const before = picture.data.slice();
  const given = giveColours(picture, other);
  expect(picture.data).toEqual(before);
  const [found, wanted] = [measureDensities(given), measureDensities(other)];
  for (const channel of [0, 1, 2] as const) {
    expect(found.mean[channel]).toBeCloseTo(wanted.mean[channel], 1);
    expect(found.deviation[channel]).toBeCloseTo(wanted.deviation[channel], 1);
  }
  // brighter stays brighter: a change of colours, not of the picture
  const [dark, bright] = [before.indexOf(Math.min(...before)), before.indexOf(Math.max(...before))];
  expect(given.data[dark] ?? 0).toBeLessThan(given.data[bright] ?? 0);
});
