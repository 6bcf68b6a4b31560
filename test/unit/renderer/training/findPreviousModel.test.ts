import { expect, test } from 'vitest';
import type { ModelActivation } from '../../../../main/domain/trainingRun.ts';
import { findPreviousModel } from '../../../../renderer/components/training/findPreviousModel.ts';

const shipped = { fullName: 'shipped-1.0.0', sha256: 'shipped-1.0.0', isShipped: true };

function activated(...names: readonly string[]): readonly ModelActivation[] {
  return names.map((name, index) => ({
    fullName: name.replace('<', ''),
    sha256: name.replace('<', ''),
    person: 'Ada',
    at: new Date(index).toISOString(),
    isRollback: name.startsWith('<'),
  }));
}

test.each([
  { story: [], previous: undefined },
  { story: ['a-1.0.0'], previous: 'shipped-1.0.0' },
  { story: ['shipped-1.0.0'], previous: undefined },
  { story: ['a-1.0.0', 'a-1.0.0'], previous: 'shipped-1.0.0' },
  { story: ['a-1.0.0', 'b-1.0.0'], previous: 'a-1.0.0' },
  { story: ['a-1.0.0', 'b-1.0.0', '<a-1.0.0'], previous: 'shipped-1.0.0' },
  { story: ['a-1.0.0', '<shipped-1.0.0'], previous: undefined },
  { story: ['a-1.0.0', '<shipped-1.0.0', 'b-1.0.0'], previous: 'shipped-1.0.0' },
])('after $story a roll back brings $previous', ({ story, previous }) => {
  expect(findPreviousModel(activated(...story), [shipped])).toBe(previous);
});
