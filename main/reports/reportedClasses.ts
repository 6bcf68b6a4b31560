import { type CellClass, type ClassProbabilities, cellClasses, cellClassNames } from '../domain/cellClass.ts';
import { type ClassMark, classMarks } from './classMarks.ts';
import type { ReportInput } from './reportInput.ts';

type Classes = Pick<ReportInput, 'classes'>;

/** The lab's own name of a class; undefined where it uses the standard term. */
export function ownNameOf({ classes }: Classes, cellClass: CellClass): string | undefined {
  const name = classes[cellClass].name.trim();
  return name === '' || name === cellClassNames[cellClass] ? undefined : name;
}

/** How a class is drawn: in the lab's colour, with its hatch in any case. */
export function markOf({ classes }: Classes, cellClass: CellClass): ClassMark {
  const mark = classMarks[cellClass];
  const colour = classes[cellClass].colour.toUpperCase();
  if (colour === mark.colour) return mark;
  return { ...mark, colour, tint: mark.hatch === 'solid' ? colour : lighten(colour) };
}

/** Classes that count as blast-like first, as in the table. */
export function orderClasses({ classes }: Classes): readonly CellClass[] {
  const isBlast = (one: CellClass) => classes[one].isBlast;
  return [...cellClasses.filter(isBlast), ...cellClasses.filter((one) => !isBlast(one))];
}

/** P(blast-like), 0..1: of the classes that the lab counts as such. */
export function blastProbabilityOf({ classes }: Classes, probabilities: ClassProbabilities): number {
  return Math.min(
    1,
    sumOf(cellClasses.filter((one) => classes[one].isBlast).map((one) => probabilities[one])),
  );
}

/** "Type 1 blasts = Blast-like, pre-B", for each class that the lab calls otherwise; in the order of the table. */
export function listOwnNames(input: Classes): readonly string[] {
  return orderClasses(input).flatMap((one) => {
    const own = ownNameOf(input, one);
    return own === undefined ? [] : [`${own} = ${cellClassNames[one]}`];
  });
}

/** Four fifths of the way to white. */
function lighten(colour: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `#${parts
    .map((part) =>
      Math.round(part + (255 - part) * 0.8)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
