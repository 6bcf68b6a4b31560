import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { drawTestPicture, findVectorDifference, type TestVector } from '../../../main/domain/testVectors.ts';

const hash = (seed: number) => createHash('sha256').update(drawTestPicture(seed, 224).data).digest('hex');
const aVector = (part: Partial<TestVector> = {}): TestVector => ({
  seed: 1,
  edgePx: 224,
  pixelsSha256: 'a'.repeat(64),
  probabilities: { benign: 0.7, 'early-pre-b': 0.1, 'pre-b': 0.1, 'pro-b': 0.1 },
  ...part,
});

test('the test pictures are the same bytes on every machine and in every version of the program', () => {
  // a bundle of a model names these: another drawing would make every bundle fail
  expect([hash(1), hash(2)]).toEqual([
    'ae25fddd8ea4a4b980c804781ff3c958111cf55d521bc9efd5d78508a785b1d8',
    '473235c06260c0eaa25da90bc1c2efc4b05a2149f0735e53dc09c54388672f9d',
  ]);
});

test('a model is told from another by its probabilities, within what processors differ', () => {
  const probabilities = { benign: 0.7045, 'early-pre-b': 0.0955, 'pre-b': 0.1, 'pro-b': 0.1 };
  expect(findVectorDifference([aVector()], [aVector({ probabilities })])).toBeUndefined();
  const other = { ...probabilities, benign: 0.7055 };
  expect(findVectorDifference([aVector(), aVector()], [aVector(), aVector({ probabilities: other })])).toBe(
    'test vector 2 of 2 gives 0.7055 for benign and ought to give 0.7000 (tolerance 0.005)',
  );
  expect(findVectorDifference([aVector()], [aVector({ pixelsSha256: 'b'.repeat(64) })])).toContain(
    'another picture',
  );
  expect(findVectorDifference([aVector()], [])).toContain('was not computed');
});
