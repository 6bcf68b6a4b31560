import type { Differential } from '../domain/differential.ts';
import { formatPercent } from '../domain/formatPercent.ts';
import type { PixelSize } from '../domain/pixelSize.ts';
import type { FieldFailure } from '../domain/slide.ts';
import type { ScannedSlide, SlideOutcome } from '../workflows/slideOutcome.ts';
import { formatInterval, layOutTable } from './table.ts';

/* What `scan` and `demo` say of slides. The JSON form is described in README.md and stable. */

/** One slide as the object of `scan --json`. */
export function describeSlide(outcome: SlideOutcome): Readonly<Record<string, unknown>> {
  const { entry, sha256, state } = outcome;
  const base = { name: entry.name, path: entry.path, sha256: sha256 ?? null, state };
  if (outcome.state === 'failed')
    return {
      ...base,
      fields: null,
      cells: null,
      differential: null,
      failure: outcome.failure,
      failedFields: [],
      fieldsLeftOut: null,
      candidateFields: null,
      pixelSize: null,
      warnings: [],
      engine: null,
    };
  return {
    ...base,
    fields: outcome.fieldCount,
    cells: outcome.cellCount,
    differential: describeDifferential(outcome.differential),
    failure: null,
    failedFields: outcome.fieldFailures,
    fieldsLeftOut: outcome.leftOutCount,
    candidateFields: outcome.candidateFieldCount ?? null,
    pixelSize: describePixelSize(outcome.pixelSize),
    warnings: outcome.warnings,
    engine: outcome.engine ?? null,
  };
}

function describePixelSize(pixelSize: PixelSize | undefined): Readonly<Record<string, unknown>> | null {
  if (pixelSize === undefined) return null;
  const { xUm, yUm, origin, interval } = pixelSize;
  return { xUm, yUm, origin, interval: interval ?? null };
}

function describeDifferential(differential: Differential): Readonly<Record<string, unknown>> {
  const { totalCount, blastCount, blastFraction, blastInterval, rows } = differential;
  return {
    counted: totalCount,
    blastLike: { count: blastCount, fraction: blastFraction, ...blastInterval },
    classes: rows.map(({ cellClass, count, fraction, interval }) => ({
      class: cellClass,
      count,
      fraction,
      ...interval,
    })),
  };
}

/** A line for people as a slide is done. */
export function formatSlideLine(outcome: SlideOutcome): string {
  const { name } = outcome.entry;
  if (outcome.state === 'failed') return `${name}: failed [${outcome.failure.code}]`;
  const { fieldKind, fieldCount, leftOutCount, fieldFailures, cellCount } = outcome;
  const already = outcome.state === 'already-scanned' ? 'already scanned: ' : '';
  const isRegion = fieldKind === 'region';
  const fields = countOf(fieldCount, isRegion ? 'region' : 'field');
  const of = stoppedEarly(outcome) ? ` of ${outcome.candidateFieldCount}` : '';
  const leftOut = leftOutCount === 0 ? '' : `, ${leftOutCount} left out as blurred`;
  const unread =
    fieldFailures.length === 0
      ? ''
      : `, ${countOf(fieldFailures.length, isRegion ? 'part' : 'field')} unreadable`;
  const scale = outcome.pixelSize === undefined ? '' : `, ${formatPixelSize(outcome.pixelSize)}`;
  return `${name}: ${already}${fields}${of}, ${countOf(cellCount, 'cell')}${leftOut}${unread}${scale}`;
}

/** Whether the goal was reached before all was looked at. */
function stoppedEarly({ cellGoal, candidateFieldCount, ...seen }: ScannedSlide): boolean {
  if (cellGoal === undefined || candidateFieldCount === undefined) return false;
  return seen.fieldCount + seen.leftOutCount < candidateFieldCount;
}

function formatPixelSize({ xUm, origin }: PixelSize): string {
  const said = { file: 'from the file', manual: 'set by hand', estimated: 'estimated' }[origin];
  return `${Number(xUm.toPrecision(3))} µm a pixel (${said})`;
}

/** What a person should know of a scan, a line each. */
export function formatWarnings(outcome: SlideOutcome): readonly string[] {
  return outcome.state === 'failed' ? [] : outcome.warnings.map((warning) => `warning: ${warning}`);
}

/** Why each failed slide, and each unreadable field of the others, was not scanned. */
export function formatFailures(outcomes: readonly SlideOutcome[]): readonly string[] {
  const failed = outcomes.filter((outcome) => outcome.state === 'failed');
  const heading =
    failed.length === 0 ? [] : [`${failed.length} of ${countOf(outcomes.length, 'slide')} failed:`];
  const slides = failed.map(({ entry, failure }) => formatFailure({ ...failure, name: entry.name }));
  const fields = outcomes.flatMap((outcome) =>
    outcome.state === 'failed' ? [] : outcome.fieldFailures.map(formatFailure),
  );
  return [...heading, ...slides, ...fields];
}

/** Most messages name the file themselves. */
function formatFailure({ name, code, message }: FieldFailure): string {
  return `error [${code}]: ${message.includes(name) ? message : `${name}: ${message}`}`;
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The differential of each slide, side by side. */
export function formatDifferentialTable(outcomes: readonly SlideOutcome[]): string {
  const rows = outcomes.flatMap((outcome) => {
    if (outcome.state === 'failed') return [];
    const { differential } = outcome;
    return [
      [
        outcome.entry.name,
        String(differential.totalCount),
        ...differential.rows.map((row) => String(row.count)),
        formatPercent(differential.blastFraction),
        formatInterval(differential.blastInterval),
      ],
    ];
  });
  const headings = [
    'slide',
    'cells',
    'benign',
    'early pre-B',
    'pre-B',
    'pro-B',
    'blast-like',
    '95 % interval',
  ];
  return layOutTable([headings, ...rows]);
}
