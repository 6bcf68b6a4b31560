import { expect, test } from 'vitest';
import {
  associatedImageId,
  contentPrefix,
  formatEtag,
  matchesEtag,
  tileId,
} from '../../../main/slides/tileId.ts';
import { createTileMemoryCache } from '../../../main/slides/tileMemoryCache.ts';

const tile = { level: 9, column: 1, row: 2, tilePx: 256, overlapPx: 0, quality: 85 };

test('each picture of each content has an id of its own, always the same', () => {
  const prefix = contentPrefix('a');
  const ids = [
    tileId(prefix, tile),
    ...Object.keys(tile).map((key) => tileId(prefix, { ...tile, [key]: 3 })),
    tileId(contentPrefix('b'), tile),
    associatedImageId(prefix, 'label'),
    associatedImageId(prefix, 'macro'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-9a-f]{64}$/.test(id))).toBe(true);
  expect(tileId(contentPrefix('a'), { ...tile })).toBe(ids[0]);
});

test('a request that has the picture is recognised as browsers and proxies write it', () => {
  const etag = formatEtag('0af');
  expect(etag).toBe('"0af"');
  for (const header of ['"0af"', 'W/"0af"', '"1", W/"0af" ,"2"'])
    expect(matchesEtag(header, etag)).toBe(true);
  for (const header of [undefined, '', '0af', '"0a"', '*']) expect(matchesEtag(header, etag)).toBe(false);
});

test('tiles in memory stay within their bound, the longest unused go first', () => {
  const cache = createTileMemoryCache(10 * 1600);
  for (let i = 0; i < 10; i += 1) cache.put(`a${i}`, { jpeg: new Uint8Array(1000), isDamaged: false });
  cache.get('a0');
  cache.put('b', { jpeg: new Uint8Array(1000), isDamaged: false });
  expect(cache.sizeBytes).toBeLessThanOrEqual(10 * 1600);
  expect(['a0', 'a1', 'a2', 'b'].map((id) => cache.get(id) !== undefined)).toEqual([true, false, true, true]);
  cache.forget('a');
  expect(['a0', 'b'].map((id) => cache.get(id) !== undefined)).toEqual([false, true]);
});

test('what is kept is a copy: the buffer that a tile came in is not held', () => {
  const cache = createTileMemoryCache(100_000);
  const message = new Uint8Array(50_000);
  const kept = cache.put('a', { jpeg: message.subarray(10, 110), isDamaged: true });
  expect(kept.jpeg.buffer.byteLength).toBe(100);
  expect(kept.isDamaged).toBe(true);
});
