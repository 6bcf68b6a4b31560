import { expect, test } from 'vitest';
import { breathe, readAhead } from '../../../main/compute/readAhead.ts';
import { LabError } from '../../../main/domain/labError.ts';

const pixels = { widthPx: 1, heightPx: 1, data: new Uint8Array(3) };

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

test('fields come in their order, and one that cannot be read is told in its place', async () => {
  const readings = await collect(
    readAhead(
      ['a', 'bad', 'c'],
      (name) => `${name}.jpg`,
      async (name) => {
        if (name === 'bad') throw new LabError('slide-unreadable', 'Cannot read bad.jpg.');
        return pixels;
      },
    ),
  );
  expect(readings).toEqual([
    { ok: true, item: 'a', pixels, durationMs: expect.any(Number) },
    {
      ok: false,
      item: 'bad',
      failure: { name: 'bad.jpg', code: 'slide-unreadable', message: 'Cannot read bad.jpg.' },
    },
    { ok: true, item: 'c', pixels, durationMs: expect.any(Number) },
  ]);
});

test('at most three fields are in memory or under way, however long the slide is', async () => {
  let open = 0;
  let most = 0;
  const items = Array.from({ length: 20 }, (_, i) => i);
  const readings = readAhead(items, String, async () => {
    open += 1;
    most = Math.max(most, open);
    return pixels;
  });
  for await (const _ of readings) open -= 1;
  expect(most).toBe(3);
});

test('a bug while reading is not taken for a bad field', async () => {
  const readings = readAhead(['a'], String, async () => {
    throw new TypeError('a bug');
  });
  await expect(collect(readings)).rejects.toThrow(TypeError);
});

test('a cancelled read stops the slide', async () => {
  const readings = readAhead(['a'], String, async () => {
    throw new LabError('cancelled', 'Stopped.');
  });
  await expect(collect(readings)).rejects.toMatchObject({ code: 'cancelled' });
  await expect(breathe(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
