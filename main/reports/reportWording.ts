import { countOf, formatInterval, formatPercent } from './formatFigures.ts';
import type { ReportInput, SignatureMeaning } from './reportInput.ts';

/** On every page of every report (FDA: "research use only" products must say so). */
export const researchUseBanner = 'For research use only. Not a diagnosis.';
export const syntheticMark = 'SYNTHETIC SLIDE';

/** The finding of a report. Morphology proposes, immunophenotyping decides: it speaks of blast-like cells only. */
export interface Headline {
  /** the figure that is set large */
  readonly figure: string;
  readonly figureLabel: string;
  /** one sentence, in lines where it breaks best */
  readonly finding: readonly string[];
  readonly advice: string;
  readonly tone: 'blast-like' | 'none' | 'empty';
}

/** What a report says first. */
export function composeHeadline({ cellCount, differential }: ReportInput): Headline {
  const { totalCount, blastCount, blastFraction, blastInterval } = differential;
  if (totalCount === 0) return emptyHeadline(cellCount);
  if (blastCount === 0) {
    const limit = `${(blastInterval.high * 100).toFixed(2)} %`;
    return {
      figure: '0 %',
      figureLabel: 'blast-like cells',
      finding: [
        `No blast-like cell in ${countOf(totalCount, 'cell')};`,
        `the 95 % detection limit is ${limit}.`,
      ],
      advice: `A share of blast-like cells up to ${limit} cannot be ruled out by this count.`,
      tone: 'none',
    };
  }
  const share = `${formatPercent(blastFraction)} %`;
  const verb = blastCount === 1 ? 'is' : 'are';
  return {
    figure: share,
    figureLabel: 'blast-like cells',
    finding: [
      `${blastCount} of ${countOf(totalCount, 'cell')} ${verb} blast-like: ${share}`,
      `(95 % interval ${formatInterval(blastInterval)} %).`,
    ],
    advice: 'Refer for immunophenotyping.',
    tone: 'blast-like',
  };
}

function emptyHeadline(cellCount: number): Headline {
  const finding =
    cellCount === 0
      ? 'No white cell was found on this slide.'
      : `${countOf(cellCount, 'white cell was', 'white cells were')} found on this slide, none of which could be counted.`;
  return {
    figure: '–',
    figureLabel: 'nothing to count',
    finding: [finding],
    advice: 'Nothing can be said of blast-like cells.',
    tone: 'empty',
  };
}

/** What to look at when a slide gave nothing to count. */
export const emptyStateHints = [
  'Are the fields in focus, and is the smear stained?',
  'Were they taken where red cells lie side by side, at a magnification that shows single cells?',
  'Is this the right folder? The fields that could not be read are named under Provenance.',
] as const;

/** How much of the differential a person has looked at. */
export function describeReview({ reviewedCellCount, cellCount }: ReportInput): string {
  if (reviewedCellCount === 0) return 'No cell has been reviewed by a person: classes are the model’s.';
  if (reviewedCellCount >= cellCount) return `All ${countOf(cellCount, 'cell')} reviewed by a person.`;
  return `${reviewedCellCount} of ${countOf(cellCount, 'cell')} reviewed by a person; the classes of the others are the model’s.`;
}

/** The meaning of the signature in a sentence (21 CFR 11.50 (a)(3)). */
export function describeMeaning(meaning: SignatureMeaning): string {
  return {
    reviewed: 'Reviewed: the signer has reviewed this report.',
    approved: 'Approved: the signer has reviewed and approved this report.',
    'issued automatically, not reviewed':
      'Issued automatically, not reviewed: no person has looked at this report.',
  }[meaning];
}
