import { assertNever } from '../../domain/assertNever.ts';
import type { Random } from '../../domain/randomNumbers.ts';
import { blastForm } from './blastForm.ts';
import { lymphocyteForm, monocyteForm, neutrophilForm } from './matureForms.ts';
import type { PlacedWhiteCell } from './syntheticCell.ts';
import type { WhiteCellForm } from './whiteCellForm.ts';

/** What a white cell of its kind looks like at its place. */
export function createWhiteCellForm(cell: PlacedWhiteCell, random: Random): WhiteCellForm {
  switch (cell.kind) {
    case 'lymphocyte':
      return lymphocyteForm(cell, random);
    case 'neutrophil':
      return neutrophilForm(cell, random);
    case 'monocyte':
      return monocyteForm(cell, random);
    case 'blast':
      return blastForm(cell, random);
    default:
      return assertNever(cell.kind);
  }
}
