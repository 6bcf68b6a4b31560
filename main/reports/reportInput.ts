import type { CellClass, ClassProbabilities } from '../domain/cellClass.ts';
import type { Differential } from '../domain/differential.ts';
import type { EngineName } from '../domain/engine.ts';
import type { PixelSize } from '../domain/pixelSize.ts';
import type { FieldKind } from '../domain/scan.ts';
import type { FieldFailure, SlideKind } from '../domain/slide.ts';

/** What the person (or nobody) stands for who signs: 21 CFR 11.50 wants it on the printout. */
export type SignatureMeaning = 'reviewed' | 'approved' | 'issued automatically, not reviewed';

/** The slide that the report is about. */
export interface ReportedSlide {
  readonly name: string;
  /** lower-case hexadecimal, 64 digits */
  readonly sha256: string;
  readonly kind: SlideKind;
  readonly fieldKind: FieldKind;
  /** fields that were searched; those that failed or were left out are not among them */
  readonly fieldCount: number;
  /** fields, or parts of a continuous slide, that could not be read */
  readonly failedFields: readonly FieldFailure[];
  /** fields that were too blurred to be searched */
  readonly leftOutCount: number;
  /** fields that a scan without a goal would have looked at; undefined when it is not known */
  readonly candidateFieldCount: number | undefined;
  /** cells at which the scan was to stop; undefined: it looked at everything */
  readonly cellGoal: number | undefined;
  /** width of a red cell, the ruler of the scan; undefined when none could be measured */
  readonly redCellWidthPx: number | undefined;
  /** undefined when it is not known: then nothing is given in micrometres */
  readonly pixelSize: PixelSize | undefined;
  /** what the scan had to say, one sentence or two each */
  readonly warnings: readonly string[];
}

/** One cell of the gallery. */
export interface GalleryCell {
  /** camera image of the cell; of a continuous slide what its place is given on, "slide" */
  readonly fieldName: string;
  /** the cell's box in pixels of that */
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** the detector's confidence, 0..1 */
  readonly score: number;
  readonly probabilities: ClassProbabilities;
  /** square sRGB crop centred on the cell, 96..320 px */
  readonly jpeg: Buffer;
  /** physical edge of the crop; undefined when the scale is unknown, never a guess */
  readonly windowUm: number | undefined;
}

/** A class as the lab named, showed and counted it when the report was frozen. */
export interface ReportedClass {
  /** the lab's own name; empty: the standard term */
  readonly name: string;
  /** #RRGGBB */
  readonly colour: string;
  readonly isBlast: boolean;
}

/** The model version that gave the probabilities. */
export interface ReportedModel {
  readonly name: string;
  readonly version: string;
  /** of the weights, lower-case hexadecimal */
  readonly sha256: string;
  /** the figures of its card in one line, with the protocol they were measured by */
  readonly figures: string;
}

/** Whose signature the report bears. For an automatic issue the name is that of the key. */
export interface ReportReviewer {
  readonly name: string;
  readonly role: string;
  readonly meaning: SignatureMeaning;
}

/** All that a report says, frozen by `issueReport`. Plain data: the same input gives the same bytes. */
export interface ReportInput {
  readonly slide: ReportedSlide;
  /** white cells found; those counted in the differential may be fewer */
  readonly cellCount: number;
  readonly differential: Differential;
  readonly classes: Readonly<Record<CellClass, ReportedClass>>;
  /** in any order: the report sorts by P(blast-like); a dozen fit on a page */
  readonly gallery: readonly GalleryCell[];
  readonly model: ReportedModel;
  readonly programVersion: string;
  /** what computed the classes; undefined of scans by a program before 0.4 */
  readonly engine?: EngineName;
  /** ISO 8601 instants */
  readonly scannedAt: string;
  readonly issuedAt: string;
  /** IANA name of the zone in which dates are printed, such as Europe/Berlin; UTC when undefined */
  readonly timeZone?: string;
  readonly reviewer: ReportReviewer;
  /** cells that a person has looked at and given a verdict */
  readonly reviewedCellCount: number;
  /** marks every page SYNTHETIC SLIDE */
  readonly isSynthetic: boolean;
  readonly limitations: readonly string[];
}
