import { formatDuration } from '../domain/remainingTime.ts';
import type { TrainingPreflight } from '../domain/trainingPreflight.ts';
import type { CommandContext } from './runCommand.ts';

/** What a training will take, for people. */
function formatPreflight(preflight: TrainingPreflight): string {
  const { imagesPerEpoch, stepsPerEpoch, validationCount, epochCount, expectedMs } = preflight;
  const { stepMs, timedSteps, scoringMs } = preflight;
  const { peakMemoryBytes, availableMemoryBytes, neededDiskBytes, freeDiskBytes } = preflight;
  return [
    `images per epoch: ${imagesPerEpoch}, in ${stepsPerEpoch} steps; ${validationCount} to validate`,
    `expected time: ${formatDuration(expectedMs)} for ${epochCount} epochs (a step ${formatMs(stepMs)}, median of ${timedSteps}; a validation image ${formatMs(scoringMs)})`,
    `peak memory: ${gigabytes(peakMemoryBytes)} of ${gigabytes(availableMemoryBytes)} available`,
    `disk for checkpoints and model: ${gigabytes(neededDiskBytes)} of ${gigabytes(freeDiskBytes)} free`,
  ].join('\n');
}

/** To stdout when it was what was asked for, else to people. */
export function tellPreflight(
  context: Pick<CommandContext, 'log' | 'print'>,
  { preflight, json }: { readonly preflight: boolean; readonly json: boolean },
): (measured: TrainingPreflight) => void {
  return (measured) => {
    if (!preflight) context.log(formatPreflight(measured));
    else context.print(json ? JSON.stringify(measured) : formatPreflight(measured));
  };
}

function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

function formatMs(durationMs: number): string {
  return durationMs < 1000
    ? `${durationMs.toFixed(durationMs < 10 ? 1 : 0)} ms`
    : `${(durationMs / 1000).toFixed(1)} s`;
}
