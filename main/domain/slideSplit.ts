import { type CellClass, cellClasses } from './cellClass.ts';
import { type GroupedItem, heldOutCount, leastGroups, partsWithoutClass } from './datasetSplit.ts';
import { LabError } from './labError.ts';
import { type DatasetParts, labelOf } from './labelledImage.ts';
import { createRandom, shuffled } from './randomNumbers.ts';

/** How many orders of the slides are tried until every part has every class. */
const attempts = 200;

/** A slide with its reviewed cells. */
type SlideCells = readonly GroupedItem[];

/** Splits cells by slide, never by cell: about 15 % of the slides for test, 15 % for validation, the rest for
 *  training. A slide may hold one class or several, so as many slides more are held out as it takes to have
 *  every class in every part.
 *  @param items `group` is the slide
 *  @throws LabError 'dataset-invalid' when the slides or classes are too few for that */
export function splitBySlide(items: readonly GroupedItem[], seed: number): DatasetParts {
  const slides: readonly SlideCells[] = [...Map.groupBy(items, (item) => item.group).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cells]) => cells);
  for (const cellClass of cellClasses) refuseFewSlides(slides, cellClass);
  const random = createRandom(seed);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const ordered = shuffled(slides, random);
    const test = pickSlides(ordered, heldOutCount(slides.length));
    const others = ordered.filter((slide) => !test.includes(slide));
    const validation = pickSlides(others, heldOutCount(slides.length));
    const train = others.filter((slide) => !validation.includes(slide));
    const parts = { train: cellsOf(train), validation: cellsOf(validation), test: cellsOf(test) };
    if (partsWithoutClass(parts).length === 0) return parts;
  }
  throw new LabError(
    'dataset-invalid',
    `The ${slides.length} slides with reviewed cells cannot be split so that training, validation and test each ` +
      'have every class. Review cells of more slides.',
    { slideCount: slides.length },
  );
}

/** The first slides that together have every class, then the next ones up to the count. */
function pickSlides(slides: readonly SlideCells[], count: number): readonly SlideCells[] {
  const covered = new Set<CellClass>();
  const needed = slides.filter((slide) => {
    const isNew = slide.some(({ cellClass }) => !covered.has(cellClass));
    for (const { cellClass } of slide) covered.add(cellClass);
    return isNew;
  });
  const others = slides.filter((slide) => !needed.includes(slide));
  return [...needed, ...others.slice(0, Math.max(0, count - needed.length))];
}

function cellsOf(slides: readonly SlideCells[]): DatasetParts['train'] {
  return slides.flatMap((slide) => slide.map(labelOf));
}

function refuseFewSlides(slides: readonly SlideCells[], cellClass: CellClass): void {
  const count = slides.filter((cells) => cells.some((cell) => cell.cellClass === cellClass)).length;
  if (count >= leastGroups) return;
  throw new LabError(
    'dataset-invalid',
    `Reviewed cells of the class ${cellClass} are on ${count} ${count === 1 ? 'slide' : 'slides'}; training, ` +
      `validation and test need at least one slide each. Review cells of this class on at least ${leastGroups - count} more.`,
    { cellClass, slideCount: count, needed: leastGroups - count },
  );
}
