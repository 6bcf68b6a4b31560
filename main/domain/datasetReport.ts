import type { CellClass } from './cellClass.ts';
import type { ClassCounts } from './classCounts.ts';
import type { DatasetProblem } from './datasetImport.ts';
import type { PartName } from './splitDatasetItems.ts';

/** One picture of a pair that the check found. */
export interface ReportedPicture {
  readonly file: string;
  /** parts that its items are in; empty where the dataset could not be parted */
  readonly parts: readonly PartName[];
  readonly classes: readonly CellClass[];
}

/** Two pictures that are the same, or look the same; one picture with itself where its own items disagree. */
export interface ReportedPair {
  readonly kind: 'exact' | 'near';
  readonly first: ReportedPicture;
  readonly second: ReportedPicture;
  /** 0: the same; see nearPictureDistance */
  readonly distance: number;
}

/** Pairs of one kind of trouble: all are counted, the first are named. */
export interface ReportedPairs {
  readonly count: number;
  readonly pairs: readonly ReportedPair[];
}

/** A class with too little to be learned or measured. */
export interface ScarceClass {
  readonly cellClass: CellClass;
  /** items that no other item has to stay with: pictures, slides or patients */
  readonly independentCount: number;
  /** so many more are needed that each part has one */
  readonly neededCount: number;
  readonly testCount: number;
  /** even if all of the test part were right, the recall could be as low as this (95 % interval), 0..1 */
  readonly provableRecall: number;
}

/** How far colour alone goes under the same split: 3 nearest neighbours on 15 colour statistics. */
export interface ColourShortcut {
  readonly accuracy: number;
  /** undefined for a class that was not asked for */
  readonly recalls: Readonly<Record<CellClass, number | undefined>>;
  /** mean of the recalls */
  readonly macroRecall: number;
  /** accuracy of always saying the class that is most frequent in training */
  readonly majorityAccuracy: number;
  /** of the training part and of the test part; below them where the dataset is too large to compare all */
  readonly knownCount: number;
  readonly askedCount: number;
  readonly verdict: 'tells-most' | 'tells-some' | 'tells-little';
  /** the same in a sentence or two for people */
  readonly advice: string;
}

/** What a check of a dataset found. */
export interface DatasetReport {
  readonly itemCount: number;
  readonly pictureCount: number;
  readonly byClass: ClassCounts;
  readonly bySource: readonly { readonly source: string; readonly counts: ClassCounts }[];
  /** undefined where the dataset cannot be parted */
  readonly byPart: Readonly<Record<PartName, ClassCounts>> | undefined;
  /** how it was parted */
  readonly split: string;
  /** why it cannot be */
  readonly splitFault: string | undefined;
  /** patients, slides or twins that folds or authors put into several parts */
  readonly partedGroupCount: number;
  /** the same picture, or one that looks the same, in several parts */
  readonly acrossParts: ReportedPairs;
  readonly twoClasses: ReportedPairs;
  /** pictures that are byte for byte another, and pairs that look alike, wherever they are */
  readonly exactCopyCount: number;
  readonly nearPairCount: number;
  readonly scarce: readonly ScarceClass[];
  /** undefined where the dataset cannot be parted */
  readonly colour: ColourShortcut | undefined;
  readonly problems: readonly DatasetProblem[];
  readonly problemCount: number;
}

/** What a person should look at, a sentence each; empty when nothing is the matter. */
export function listWarnings(report: DatasetReport): readonly string[] {
  const { acrossParts, twoClasses, partedGroupCount, scarce, colour, splitFault, problemCount } = report;
  const few = scarce.filter(({ neededCount }) => neededCount > 0);
  const unproven = scarce.filter(({ neededCount, testCount }) => neededCount === 0 && testCount > 0);
  return [
    splitFault,
    problemCount > 0 && `${counted(problemCount, 'file or line', 'files or lines')} cannot be used.`,
    acrossParts.count > 0 &&
      `${counted(acrossParts.count, 'pair', 'pairs')} of pictures that are the same, or look the same, are in different parts: what is tested was learned. Give both one group, or remove one.`,
    twoClasses.count > 0 &&
      `${counted(twoClasses.count, 'pair', 'pairs')} of pictures that are the same, or look the same, have two classes. Correct one, or remove both.`,
    partedGroupCount > 0 &&
      `${counted(partedGroupCount, 'group', 'groups')} (patient, slide or twins) are in several parts.`,
    few.length > 0 &&
      `Too few to have one in each part: ${few.map(({ cellClass, neededCount }) => `${cellClass}: ${neededCount} more`).join(', ')}.`,
    unproven.length > 0 &&
      `The test part proves little of ${unproven.map(({ cellClass, testCount, provableRecall }) => `${cellClass} (${testCount} items: even all right means a recall of ${percent(provableRecall)} or more)`).join(', ')}.`,
    colour !== undefined && colour.verdict !== 'tells-little' && colour.advice,
  ].filter((one) => typeof one === 'string');
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** "97 %" */
export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}
