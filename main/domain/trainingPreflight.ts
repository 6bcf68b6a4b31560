/** What a training will take, told before it starts: from a few of its own steps, not from a formula. */
export interface TrainingPreflight {
  /** images of the training part that one epoch shows */
  readonly imagesPerEpoch: number;
  readonly stepsPerEpoch: number;
  readonly epochCount: number;
  readonly validationCount: number;
  /** steps that were timed, the first, which builds the network, left out */
  readonly timedSteps: number;
  /** median from the end of one step to the end of the next: reading the images is part of it */
  readonly stepMs: number;
  /** of one image of the validation part */
  readonly scoringMs: number;
  /** all epochs with their validation, and the measurement of the finished model */
  readonly expectedMs: number;
  /** most that the measuring process held */
  readonly peakMemoryBytes: number;
  /** what such a process could have had when it began */
  readonly availableMemoryBytes: number;
  /** checkpoints and the model, less what a training that goes on has written already */
  readonly neededDiskBytes: number;
  readonly freeDiskBytes: number;
}

/** A whole training held so many times as much as its first steps (test/bench, 10,000 cells: 1.11): the finished model is
 *  measured and its eight-bit copy made in the same process. */
export const memoryHeadroom = 1.15;

/** What there is too little of. */
export type Shortage = 'memory' | 'disk';

export function findShortages(
  preflight: Pick<
    TrainingPreflight,
    'peakMemoryBytes' | 'availableMemoryBytes' | 'neededDiskBytes' | 'freeDiskBytes'
  >,
): readonly Shortage[] {
  const shortages: Shortage[] = [];
  if (preflight.peakMemoryBytes * memoryHeadroom > preflight.availableMemoryBytes) shortages.push('memory');
  if (preflight.neededDiskBytes > preflight.freeDiskBytes) shortages.push('disk');
  return shortages;
}

/** How long a training will take by the pace of its first steps. The finished model is measured on all parts once more,
 *  and its eight-bit copy on the validation part. */
export function expectTrainingMs(
  paced: Pick<
    TrainingPreflight,
    'epochCount' | 'stepsPerEpoch' | 'stepMs' | 'validationCount' | 'scoringMs'
  > & { readonly trainCount: number; readonly testCount: number },
): number {
  const { epochCount, stepsPerEpoch, stepMs, validationCount, scoringMs, trainCount, testCount } = paced;
  const epochMs = stepsPerEpoch * stepMs + validationCount * scoringMs;
  return epochCount * epochMs + (trainCount + 2 * validationCount + testCount) * scoringMs;
}
