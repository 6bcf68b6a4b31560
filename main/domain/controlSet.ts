import { type CellClass, cellClasses } from './cellClass.ts';
import type { ClassCounts } from './classCounts.ts';

/** Where the pictures of a control set came from. */
export const controlSetOrigins = ['reviews', 'folder'] as const;
export type ControlSetOrigin = (typeof controlSetOrigins)[number];

/** Labelled pictures that were locked at this station: models are judged on them and never learn them. */
export interface ControlSet {
  /** 1, 2, 3 …; the highest is the one that models are judged on */
  readonly version: number;
  readonly origin: ControlSetOrigin;
  /** what it was made from, for people: "6 of 20 slides", or the name of the dataset folder */
  readonly source: string;
  /** over class and content of its pictures: 64 hexadecimal digits */
  readonly sha256: string;
  readonly counts: ClassCounts;
  /** slides whose cells are in it; 0 of a folder */
  readonly slideCount: number;
  readonly person: string;
  readonly at: string;
}

/** What lies in a control set. */
export interface ControlSetContents {
  readonly set: ControlSet;
  /** slides that its cells were cut from, in order of name; empty of a folder's pictures */
  readonly slides: readonly {
    /** undefined: no slide of this content is known any more */
    readonly name: string | undefined;
    readonly sha256: string;
    readonly counts: ClassCounts;
  }[];
  /** what is wrong with its pictures, for people; undefined when each is what was locked */
  readonly problem: string | undefined;
}

/** One picture of a control set. */
export interface ControlItem {
  /** of the picture's file */
  readonly sha256: string;
  readonly cellClass: CellClass;
  /** with the dot: ".png" */
  readonly extension: string;
  /** content of the slide that the cell was cut from; undefined of a folder's picture */
  readonly slideSha256: string | undefined;
}

/** How many items of each kind a control set needs at least. */
export interface LeastControlItems {
  readonly blast: number;
  readonly benign: number;
}

/** Items that count as blast, and the others. */
export function countBlasts(
  counts: ClassCounts,
  isBlast: (cellClass: CellClass) => boolean,
): { readonly blast: number; readonly benign: number } {
  const sum = (wanted: boolean) =>
    cellClasses.filter((one) => isBlast(one) === wanted).reduce((total, one) => total + counts[one], 0);
  return { blast: sum(true), benign: sum(false) };
}

/** Why so many items are too few for a control set, and how many more it takes; undefined when they suffice. */
export function findTooFewControlItems(
  counts: ClassCounts,
  least: LeastControlItems,
  isBlast: (cellClass: CellClass) => boolean,
): string | undefined {
  const found = countBlasts(counts, isBlast);
  const lacking = (['blast', 'benign'] as const)
    .filter((kind) => found[kind] < least[kind])
    .map((kind) => `${least[kind] - found[kind]} more ${kind} (${found[kind]} of ${least[kind]})`);
  if (lacking.length === 0) return undefined;
  return `A control set needs at least ${least.blast} blast and ${least.benign} benign cells. It lacks ${lacking.join(' and ')}.`;
}
