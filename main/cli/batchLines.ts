import type { BatchSummary } from '../domain/batchSummary.ts';
import { formatDuration } from '../domain/remainingTime.ts';
import { countUnseen, type ScanQueue, type WorklistRow } from '../domain/worklist.ts';
import { layOutTable } from './table.ts';

/** A slide of the queue as a row: name, state, priority, cells, cells to be seen, reason. */
export function listRow({ name, state, priority, scan, failure }: WorklistRow): readonly string[] {
  const unseen = scan === undefined ? '' : String(countUnseen(scan.tally));
  return [
    ...[name, state, priority, scan === undefined ? '' : String(scan.cellCount), unseen],
    state === 'failed' && failure !== undefined ? `${failure.code}: ${failure.message}` : '',
  ];
}

/** The morning after, for people. */
export function formatSummary(summary: BatchSummary): string {
  const { doneCount, skippedCount, failedCount, cancelledCount, waitingCount, failures, forPerson } = summary;
  const lines = [
    `Since ${summary.since}: ${doneCount} scanned, ${skippedCount} unchanged, ${failedCount} failed, ${cancelledCount} cancelled, ${waitingCount} waiting.`,
  ];
  for (const { code, count, slides } of failures) {
    lines.push('', `Failed, ${code} (${count}):`);
    for (const { name, message } of slides.slice(0, shownSlides)) lines.push(`  ${name}: ${message}`);
    if (count > shownSlides) lines.push(`  and ${count - shownSlides} more`);
  }
  if (forPerson.length > 0) {
    lines.push('', `For a person (${forPerson.length}):`);
    const rows = forPerson
      .slice(0, shownSlides)
      .map(({ name, unseenCount, warnings, failedFieldCount }) => [
        ...[name, String(unseenCount), String(failedFieldCount), warnings.join('; ')],
      ]);
    lines.push(layOutTable([['slide', 'cells to be seen', 'fields not read', 'warnings'], ...rows]));
    if (forPerson.length > shownSlides) lines.push(`and ${forPerson.length - shownSlides} more`);
  }
  return lines.join('\n');
}

/** Slides that are named of each kind; --json names all. */
const shownSlides = 50;

/** "12 waiting, 48 slides/h" */
export function describeQueue({ waitingCount, slidesPerHour, remainingMs, problem }: ScanQueue): string {
  const parts = [`${waitingCount} waiting`];
  if (slidesPerHour !== undefined)
    parts.push(`${slidesPerHour.toFixed(slidesPerHour < 10 ? 1 : 0)} slides/h`);
  if (remainingMs !== undefined && remainingMs > 0) parts.push(`${formatDuration(remainingMs)} left`);
  if (problem !== undefined) parts.push(problem);
  return parts.join(', ');
}
