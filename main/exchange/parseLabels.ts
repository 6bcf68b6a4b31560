import type { PixelBox } from '../domain/cell.ts';
import { cellClasses, cellClassNames, cellClassOfFolder, type Verdict } from '../domain/cellClass.ts';
import { LabError } from '../domain/labError.ts';
import type { ClassSettings } from '../domain/labSettings.ts';
import { verdicts } from '../domain/verdict.ts';
import { parseLabelCsv } from './labelCsv.ts';
import { parseLabelGeoJson } from './labelGeoJson.ts';

/** A label of another program, with the verdict that its class stands for. */
export interface ParsedLabel {
  /** full-resolution pixels: of the field where one is named, else of the slide */
  readonly box: PixelBox;
  readonly fieldName: string | undefined;
  readonly verdict: Verdict;
}

export interface ParsedLabels {
  readonly labels: readonly ParsedLabel[];
  /** labels whose class is none of the lab's, and shapes that no cell has */
  readonly passedOverCount: number;
}

/** More than any slide has cells. */
const mostLabels = 500_000;

/** Reads labels: CSV with a head line of `labelColumns`, or GeoJSON as QuPath writes it. A class is named by its id
 *  ("pre-b"), as a dataset's folder ("Pre"), or by the lab's or the program's own name.
 *  @throws LabError 'argument-invalid' when the text is neither, a line cannot be read, or there are too many */
export function parseLabels(text: string, classes: ClassSettings): ParsedLabels {
  const { labels: found, otherCount } = /^\s*[[{]/.test(text)
    ? parseLabelGeoJson(text)
    : { labels: parseLabelCsv(text), otherCount: 0 };
  if (found.length > mostLabels)
    throw new LabError(
      'argument-invalid',
      `The file holds ${found.length} labels; ${mostLabels} are the most. Split it.`,
    );
  const labels = found.flatMap(({ className, ...label }) => {
    const verdict = verdictNamed(className, classes);
    return verdict === undefined ? [] : [{ ...label, verdict }];
  });
  return { labels, passedOverCount: otherCount + found.length - labels.length };
}

function verdictNamed(name: string, classes: ClassSettings): Verdict | undefined {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return undefined;
  return (
    verdicts.find((verdict) => verdict === wanted) ??
    cellClassOfFolder(name) ??
    verdicts.find((verdict) => classes[verdict].name.toLowerCase() === wanted) ??
    cellClasses.find((cellClass) => cellClassNames[cellClass].toLowerCase() === wanted)
  );
}
