import { expect, test } from 'vitest';
import type { TrainingRun } from '../../../main/domain/trainingRun.ts';
import { mergeRun } from '../../../renderer/hooks/useTraining.ts';

const run = (id: string, doneFraction = 0) => ({ id, doneFraction }) as TrainingRun;

test('a training that moves on stays in its place', () => {
  const after = mergeRun([run('b'), run('a')], run('a', 0.5));
  expect(after).toEqual([run('b'), run('a', 0.5)]);
});

test('a new training comes first', () => {
  expect(mergeRun([run('a')], run('b')).map(({ id }) => id)).toEqual(['b', 'a']);
});
