import type { DetectedCell } from '../domain/cell.ts';
import { type Judgement, type ProposedClass, proposeClass } from '../domain/judgement.ts';
import { breathe } from './readAhead.ts';
import type { FieldPixels, ScanTools } from './searchField.ts';

/** What the model says of a cell, and the class that is proposed for it. */
export type CellJudgement = Judgement & { readonly cellClass: ProposedClass };

/** Classifies cells of several fields together, so that the network is given full batches however few cells a field has.
 *  Only what the network is shown of a cell waits, not its field. */
export interface CellSorter {
  /** Takes the cells of a field. @param give called once, with a judgement a cell, at the latest by `finish`
   *  @throws LabError 'cancelled' */
  add(
    field: FieldPixels,
    cells: readonly DetectedCell[],
    give: (judgements: readonly CellJudgement[]) => void,
  ): Promise<void>;
  /** Classifies what still waits. @throws LabError 'cancelled' */
  finish(): Promise<void>;
}

interface Waiting {
  readonly count: number;
  readonly give: (judgements: readonly CellJudgement[]) => void;
}

/** While cells are classified the next ones are gathered: one batch is under way at most, and one waits.
 *  @param isCameraImage the lower right of a field may hold a scale bar */
export function createCellSorter(
  { classifier, networks, other, signal }: ScanTools,
  isCameraImage: boolean,
): CellSorter {
  let waiting: Waiting[] = [];
  /** of those that wait, in their order, and of those under way; used in turn, as each is megabytes */
  let [images, underWay] = [new Uint8Array(0), new Uint8Array(0)];
  let classifying = Promise.resolve();
  const imageLength = classifier.preprocessing.inputPx ** 2 * 3;
  const countWaiting = () => waiting.reduce((sum, { count }) => sum + count, 0);

  async function classify(all: readonly Waiting[], shown: Uint8Array, total: number): Promise<void> {
    const judged = await other.timeAsync(() =>
      networks.timeAsync(() => classifier.classifyImages(shown, total)),
    );
    if (judged.length !== total) throw new Error('The classifier gave fewer results than cells');
    let first = 0;
    for (const { count, give } of all) {
      const ofField = judged.slice(first, first + count);
      give(ofField.map((judgement) => ({ cellClass: proposeClass(judgement), ...judgement })));
      first += count;
    }
  }

  /** Begins with those that wait once the ones before are done. */
  async function classifyNext(): Promise<void> {
    await classifying;
    await breathe(signal);
    const [all, total] = [waiting, countWaiting()];
    if (total === 0) return;
    waiting = [];
    [images, underWay] = [underWay, images];
    classifying = classify(all, underWay.subarray(0, total * imageLength), total);
    // thrown when it is waited for; until then it is not an unhandled rejection
    classifying.catch(() => undefined);
  }

  return {
    async add({ pixels, redCellDiameterPx }, cells, give) {
      if (cells.length === 0) {
        give([]);
        return;
      }
      await breathe(signal);
      const place = { redCellDiameterPx, isCameraImage };
      const first = countWaiting();
      images = withRoom(images, (first + cells.length) * imageLength);
      const target = images.subarray(first * imageLength);
      other.time(() => classifier.writeImages(pixels, cells, place, target));
      waiting.push({ count: cells.length, give });
      if (countWaiting() >= classifier.batchSize) await classifyNext();
    },
    async finish() {
      await classifyNext();
      await classifying;
    },
  };
}

function withRoom(values: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (values.length >= length) return values;
  const larger = new Uint8Array(length);
  larger.set(values);
  return larger;
}
