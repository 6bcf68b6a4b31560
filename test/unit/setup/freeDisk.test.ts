import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { assertFreeDisk, readFreeBytes } from '../../../main/setup/freeDisk.ts';

test('a disk with too little room is refused before anything is downloaded, saying how much is missing', () => {
  expect(() => assertFreeDisk('/lab', 1e9, 1.5e9)).toThrow(
    expect.objectContaining({
      code: 'disk-full',
      message: expect.stringMatching(/needs 1\.7 GB in \/lab, where 1\.0 GB are free\. Free 700 MB/),
    }),
  );
  expect(() => assertFreeDisk('/lab', 1.7e9, 1.5e9)).not.toThrow();
});

test('the free room of a real disk can be read', async () => {
  expect(await readFreeBytes(tmpdir())).toBeGreaterThan(0);
});
