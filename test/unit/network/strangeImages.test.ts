import { expect, test } from 'vitest';
import { strangeKinds } from '../../../main/network/strangeImages.ts';

const [widthPx, heightPx] = [24, 16];
/** A bright square on dark, another colour in each channel. */
const image = {
  ...{ widthPx, heightPx },
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % widthPx, Math.floor(at / 3 / widthPx)];
    return x >= 8 && x < 16 && y >= 4 && y < 12 ? 200 + (at % 3) * 20 : 30;
  }),
};
const change = (wanted: string, from = image) => {
  const kind = strangeKinds.find(({ name }) => name.startsWith(wanted));
  if (kind === undefined) throw new Error(`Nothing is ${wanted}`);
  return kind.change(from, { redCellPx: 3, seed: 1 });
};
const meanOf = ({ data }: { readonly data: Uint8Array }) =>
  data.reduce((sum, level) => sum + level, 0) / data.length;
/** mean square of the step from each pixel to the one on its right */
const stepsOf = ({ data }: { readonly data: Uint8Array }) =>
  data.reduce((sum, level, at) => sum + (level - (data[at + 3] ?? level)) ** 2, 0) / data.length;

test('each way makes another image of the same size, and leaves the one it is given', () => {
  const before = image.data.slice();
  for (const { name, change: make } of strangeKinds) {
    const made = make(image, { redCellPx: 3, seed: 1 });
    expect([made.widthPx, made.heightPx, made.data.length], name).toEqual([widthPx, heightPx, before.length]);
    expect(made.data, name).not.toEqual(before);
    expect(image.data).toEqual(before);
    expect(make(image, { redCellPx: 3, seed: 1 }).data).toEqual(made.data);
  }
  expect(new Set(strangeKinds.map(({ name }) => name)).size).toBe(strangeKinds.length);
});

test('blur keeps the light and takes the edges, the wider the more', () => {
  const [near, far] = [change('out of focus'), change('far out of focus')];
  for (const made of [near, far]) expect(Math.abs(meanOf(made) - meanOf(image))).toBeLessThan(12);
  expect(stepsOf(near)).toBeLessThan(stepsOf(image));
  expect(stepsOf(far)).toBeLessThan(0.7 * stepsOf(near));
  // an even image has nothing to blur
  const even = { ...image, data: image.data.map(() => 77) };
  expect(change('far out of focus', even)).toEqual(even);
});

test('colours, light and noise are what their names say', () => {
  expect(change('as a negative').data[0]).toBe(225);
  expect(change('at a third of the light').data[0]).toBe(10);
  const middle = (8 * widthPx + 12) * 3;
  expect([...change('red, green and blue exchanged').data.slice(middle, middle + 3)]).toEqual([
    220, 240, 200,
  ]);
  expect(new Set(change('one even colour').data).size).toBeLessThanOrEqual(3);
  expect(Math.abs(meanOf(change('noise')) - 127.5)).toBeLessThan(8);
});
