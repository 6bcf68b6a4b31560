import { expect, test } from 'vitest';
import { createSlideSettler } from '../../../main/workflows/settleSlides.ts';

test('a slide is given once it has not changed for long enough, and again when it has changed', () => {
  const settler = createSlideSettler(10);
  const a = (fingerprint: string | undefined) => [{ path: 'a', fingerprint }];
  expect(settler.look(a('1'), 0)).toEqual([]);
  expect(settler.look(a('2'), 9)).toEqual([]);
  expect(settler.look(a('2'), 18)).toEqual([]);
  expect(settler.isWaiting).toBe(true);
  expect(settler.look(a('2'), 19)).toEqual(['a']);
  expect(settler.isWaiting).toBe(false);
  expect(settler.look(a('2'), 100)).toEqual([]);
  expect(settler.look(a('3'), 101)).toEqual([]);
  expect(settler.look(a('3'), 111)).toEqual(['a']);
});

test('a slide that cannot be reached or is being written is never given', () => {
  const settler = createSlideSettler(10);
  for (const now of [0, 10, 20, 30])
    expect(settler.look([{ path: 'a', fingerprint: undefined }], now)).toEqual([]);
  expect(settler.look([{ path: 'a', fingerprint: '1' }], 40)).toEqual([]);
  expect(settler.look([{ path: 'a', fingerprint: '1' }], 50)).toEqual(['a']);
});

test('a slide that went away and came back is looked at anew', () => {
  const settler = createSlideSettler(10);
  const seen = [{ path: 'a', fingerprint: '1' }];
  settler.look(seen, 0);
  expect(settler.look(seen, 10)).toEqual(['a']);
  settler.look([], 20);
  expect(settler.look(seen, 30)).toEqual([]);
  expect(settler.look(seen, 40)).toEqual(['a']);
});
