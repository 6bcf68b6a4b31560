import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutateByScaledBytes } from '../../../main/pixels/scaleBytes.ts';

test('each byte is scaled and shifted by its channel, and nothing behind them is touched', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
      const image = bytes.subarray(0, bytes.length - (bytes.length % 3));
      const target = new Float32Array(image.length + 5).fill(7);
      mutateByScaledBytes(target, image, { scale: [0.5, 0.25, 2], shift: [-1, 10, 0] });
      // halves and quarters of bytes are exact
      const expected = [...image].map(
        (byte, at) => byte * ([0.5, 0.25, 2][at % 3] ?? 0) + ([-1, 10, 0][at % 3] ?? 0),
      );
      expect([...target]).toEqual([...expected, 7, 7, 7, 7, 7]);
    }),
  );
});
