import { expect, test } from 'vitest';
import { expectTrainingMs, findShortages } from '../../../main/domain/trainingPreflight.ts';
import { refuseShortage } from '../../../main/workflows/carryOutTraining.ts';

const enough = {
  ...{ peakMemoryBytes: 1e9, availableMemoryBytes: 4e9 },
  ...{ neededDiskBytes: 5e7, freeDiskBytes: 9e9 },
};
const measured = {
  ...enough,
  ...{ imagesPerEpoch: 100, stepsPerEpoch: 4, epochCount: 10, validationCount: 20 },
  ...{ timedSteps: 5, stepMs: 1000, scoringMs: 10, expectedMs: 0 },
};

test('a training takes its steps and its validation an epoch, and its last measurement', () => {
  const paced = { ...measured, trainCount: 100, testCount: 20 };
  expect(expectTrainingMs(paced)).toBe(10 * (4 * 1000 + 20 * 10) + (100 + 2 * 20 + 20) * 10);
});

test('what there is too little of is named, and refused with how much is needed', () => {
  expect(findShortages(enough)).toEqual([]);
  expect(() => refuseShortage(measured)).not.toThrow();
  expect(findShortages({ ...enough, peakMemoryBytes: 3.6e9 })).toEqual(['memory']);
  const short = { ...measured, peakMemoryBytes: 5e9, freeDiskBytes: 1e7 };
  expect(findShortages(short)).toEqual(['memory', 'disk']);
  expect(() => refuseShortage(short)).toThrow(
    expect.objectContaining({ code: 'memory-short', message: expect.stringContaining('needs 5.75 GB') }),
  );
  expect(() => refuseShortage({ ...measured, freeDiskBytes: 1e7 })).toThrow(
    expect.objectContaining({ code: 'disk-full', message: expect.stringContaining('needs 50.0 MB') }),
  );
});
