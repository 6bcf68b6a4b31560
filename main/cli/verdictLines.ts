import { cellClasses } from '../domain/cellClass.ts';
import type { ControlSet } from '../domain/controlSet.ts';
import { formatPercent } from '../domain/formatPercent.ts';
import {
  fractionOf,
  type GateFigures,
  type GateVerdict,
  isRefusal,
  type Proportion,
} from '../domain/gateVerdict.ts';
import { formatInterval, layOutTable } from './table.ts';

/** What the gate said of a model, for people. */
export function formatVerdict(verdict: GateVerdict): string {
  const { challenger, champion, challengerFigures, championFigures } = verdict;
  const set =
    verdict.controlSetVersion === undefined ? 'no control set' : `control set ${verdict.controlSetVersion}`;
  const against = champion === undefined ? '' : ` against ${champion.fullName}`;
  const lines = [
    `${challenger.fullName}${against} on ${set}: ${verdict.decision.toUpperCase()} (${verdict.person}, ${verdict.at})`,
    ...verdict.reasons.map(({ reason, detail }) => `  ${isRefusal(reason) ? 'refused' : 'note'}: ${detail}`),
  ];
  if (challengerFigures === undefined) return lines.join('\n');
  const columns = [
    { name: challenger.fullName, figures: challengerFigures },
    ...(champion === undefined || championFigures === undefined
      ? []
      : [{ name: champion.fullName, figures: championFigures }]),
  ];
  lines.push('', layOutFigures(columns), ...formatComparison(verdict));
  for (const { name, figures } of columns) lines.push('', formatConfusion(name, figures));
  return lines.join('\n');
}

function layOutFigures(columns: readonly { readonly name: string; readonly figures: GateFigures }[]): string {
  const row = (label: string, pick: (figures: GateFigures) => Proportion | undefined) => [
    label,
    ...columns.map(({ figures }) => formatProportion(pick(figures))),
  ];
  const ofClass = (figures: GateFigures, wanted: string) =>
    figures.classes.find(({ cellClass }) => cellClass === wanted);
  return layOutTable([
    ['95 % intervals: Wilson', ...columns.map(({ name }) => name)],
    row('blast sensitivity', ({ blastSensitivity }) => blastSensitivity),
    row('blast specificity', ({ blastSpecificity }) => blastSpecificity),
    ...cellClasses.flatMap((one) => [
      row(`sensitivity ${one}`, (figures) => ofClass(figures, one)?.sensitivity),
      row(`precision ${one}`, (figures) => ofClass(figures, one)?.precision),
    ]),
    ['accuracy', ...columns.map(({ figures }) => formatPercent(figures.figures.accuracy))],
    [
      'calibration error',
      ...columns.map(({ figures }) => figures.figures.expectedCalibrationError.toFixed(4)),
    ],
  ]);
}

function formatProportion(proportion: Proportion | undefined): string {
  const fraction = proportion === undefined ? undefined : fractionOf(proportion);
  if (proportion === undefined || fraction === undefined) return 'none';
  return `${formatPercent(fraction)} (${formatInterval(proportion)}), ${proportion.hits} of ${proportion.count}`;
}

function formatComparison({ comparison, challenger, champion }: GateVerdict): readonly string[] {
  if (comparison === undefined || champion === undefined) return [];
  const { onlyChallengerRight, onlyChampionRight, bothRight, bothWrong, p } = comparison;
  return [
    `right in both ${bothRight}, only in ${challenger.fullName} ${onlyChallengerRight}, only in ${champion.fullName} ${onlyChampionRight}, in neither ${bothWrong}`,
    `McNemar, exact, two-sided: p = ${p < 0.001 ? p.toExponential(1) : p.toFixed(3)}`,
  ];
}

function formatConfusion(name: string, { figures }: GateFigures): string {
  return layOutTable([
    [name, ...cellClasses],
    ...cellClasses.map((cellClass, at) => [cellClass, ...(figures.confusionMatrix[at] ?? []).map(String)]),
  ]);
}

/** A control set, one line. */
export function formatControlSet({
  version,
  origin,
  source,
  counts,
  person,
  at,
  sha256,
}: ControlSet): string {
  const classes = cellClasses.map((one) => `${one} ${counts[one]}`).join(', ');
  return `control set ${version} from ${origin} (${source}): ${classes}; locked by ${person}, ${at}; SHA-256 ${sha256.slice(0, 12)}`;
}
