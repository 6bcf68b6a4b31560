import type { Random } from '../../domain/randomNumbers.ts';
import { bittenDepth, createOutline, discDepth, outlineDepth } from './cellShape.ts';
import type { PlacedWhiteCell } from './syntheticCell.ts';
import { between, eccentric, plainForm, type WhiteCellForm } from './whiteCellForm.ts';

/** Large, nearly all nucleus, fine chromatin, one to three nucleoli, a scant deep-blue rim. */
export function blastForm(cell: PlacedWhiteCell, random: Random): WhiteCellForm {
  const { radiusPx } = cell;
  const outline = createOutline(random, cell, { elongation: 1 + 0.35 * random(), roughness: 0.09 });
  const nucleus = eccentric(outline, { scale: between(random, 0.84, 0.93), cell, random });
  const round = outlineDepth(nucleus);
  const angle = random() * 2 * Math.PI;
  const cleft = discDepth(
    nucleus.xPx + radiusPx * 1.02 * Math.cos(angle),
    nucleus.yPx + radiusPx * 1.02 * Math.sin(angle),
    radiusPx * 0.3,
  );
  const nucleoli = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const away = radiusPx * 0.5 * Math.sqrt(random());
    const turn = random() * 2 * Math.PI;
    return discDepth(
      nucleus.xPx + away * Math.cos(turn),
      nucleus.yPx + away * Math.sin(turn),
      radiusPx * between(random, 0.1, 0.17),
    );
  });
  return {
    ...plainForm,
    outline,
    nucleus: random() < 0.3 ? bittenDepth(round, cleft, radiusPx * 0.15) : round,
    chromatin: between(random, 0.55, 0.8),
    fineGrain: 0.15,
    coarseGrain: 0.12,
    nucleoli,
    basophilia: between(random, 0.5, 0.75),
    eosin: 0.03,
  };
}
