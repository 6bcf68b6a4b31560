import type { ComputeClient, ComputeOptions } from '../compute/computeClient.ts';
import { LabError } from '../domain/labError.ts';
import { findShortages, memoryHeadroom, type TrainingPreflight } from '../domain/trainingPreflight.ts';
import type { TrainingRequest, TrainingResult } from '../domain/trainingRequest.ts';
import { withComputeClient } from './withComputeClient.ts';
import { withTrainingFolder } from './withTrainingFolder.ts';

export interface CarryOutOptions extends ComputeOptions {
  /** measures first what the training will take; not measured unless given */
  readonly preflight?: PreflightOptions | undefined;
}

export interface PreflightOptions {
  /** the training does not begin */
  readonly isOnly: boolean;
  /** told also of what is then refused */
  readonly onMeasured: (preflight: TrainingPreflight) => void;
}

/** Has the compute process train, when memory and disk suffice and nobody else trains into the folder.
 *  @returns undefined when only the preflight was asked for
 *  @throws LabError 'training-busy' | 'memory-short' | 'disk-full'; of the training itself */
export function carryOutTraining(
  compute: ComputeClient,
  request: TrainingRequest,
  options: CarryOutOptions,
): Promise<TrainingResult | undefined> {
  const { preflight } = options;
  const measure = async () => {
    if (preflight === undefined) return;
    const measured = await measureTraining(request, options);
    preflight.onMeasured(measured);
    refuseShortage(measured);
  };
  if (preflight?.isOnly === true) return measure().then(() => undefined);
  return withTrainingFolder(request.outputFolder, async () => {
    await measure();
    return compute.run('trainModel', request, options);
  });
}

/** What a training will take, by some of its steps in a process of their own, whose memory is then all theirs. */
export function measureTraining(
  request: TrainingRequest,
  options: ComputeOptions,
): Promise<TrainingPreflight> {
  return withComputeClient((fresh) => fresh.run('preflightTraining', request, { signal: options.signal }));
}

/** @throws LabError 'memory-short' | 'disk-full' saying how much is needed and there */
export function refuseShortage(preflight: TrainingPreflight): void {
  const [shortage] = findShortages(preflight);
  const size = (bytes: number) =>
    bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
  const { peakMemoryBytes, availableMemoryBytes, neededDiskBytes, freeDiskBytes } = preflight;
  if (shortage === 'memory')
    throw new LabError(
      'memory-short',
      `The training needs ${size(peakMemoryBytes * memoryHeadroom)} of memory, and ${size(availableMemoryBytes)} are available. Close other programs, or train with fewer images a step or a smaller network.`,
      { peakMemoryBytes, availableMemoryBytes },
    );
  if (shortage === 'disk')
    throw new LabError(
      'disk-full',
      `The training needs ${size(neededDiskBytes)} of disk for its checkpoints and the model, and ${size(freeDiskBytes)} are free. Free some, then start again.`,
      { neededDiskBytes, freeDiskBytes },
    );
}
