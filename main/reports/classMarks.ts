import type { CellClass } from '../domain/cellClass.ts';

/** How a class is drawn: the hatch carries it where colour cannot be seen. */
export interface ClassMark {
  readonly colour: string;
  /** lighter, for the area under the hatch */
  readonly tint: string;
  readonly hatch: 'solid' | 'rising' | 'falling' | 'upright';
  /** where there is no room for the full name */
  readonly shortName: string;
}

/** Colours of Okabe & Ito (2008), told apart with every common colour vision deficiency. */
export const classMarks: Readonly<Record<CellClass, ClassMark>> = {
  benign: { colour: '#009E73', tint: '#009E73', hatch: 'solid', shortName: 'benign' },
  'early-pre-b': { colour: '#C98500', tint: '#FBEBCB', hatch: 'rising', shortName: 'early pre-B' },
  'pre-b': { colour: '#D55E00', tint: '#F9DCC8', hatch: 'falling', shortName: 'pre-B' },
  'pro-b': { colour: '#A8568A', tint: '#F1DDE9', hatch: 'upright', shortName: 'pro-B' },
};

/** Inks and papers of report and contact sheet. */
export const inks = {
  text: '#16202B',
  quiet: '#55616E',
  line: '#D5DBE1',
  panel: '#F4F6F8',
  banner: '#FFF3D1',
  bannerText: '#5C4300',
  blastLike: '#D55E00',
  /** blue, not green: no blast-like cell seen is no all-clear */
  noBlast: '#0072B2',
  empty: '#8A96A3',
} as const;
