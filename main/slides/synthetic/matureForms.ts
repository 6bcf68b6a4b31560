import type { Random } from '../../domain/randomNumbers.ts';
import { bittenDepth, createOutline, discDepth, outlineDepth, unionDepth } from './cellShape.ts';
import type { PlacedWhiteCell } from './syntheticCell.ts';
import { between, eccentric, plainForm, type WhiteCellForm } from './whiteCellForm.ts';

/** Small, dark, a thin rim of cytoplasm on one side. */
export function lymphocyteForm(cell: PlacedWhiteCell, random: Random): WhiteCellForm {
  const outline = createOutline(random, cell, { elongation: 1 + 0.2 * random(), roughness: 0.04 });
  return {
    ...plainForm,
    outline,
    nucleus: outlineDepth(eccentric(outline, { scale: between(random, 0.87, 0.95), cell, random })),
    chromatin: between(random, 0.85, 1.2),
    fineGrain: 0.1,
    coarseGrain: 0.18,
    basophilia: between(random, 0.35, 0.6),
    eosin: 0,
  };
}

/** Three to five lobes in an arc, joined by waists, in pink granular cytoplasm. */
export function neutrophilForm(cell: PlacedWhiteCell, random: Random): WhiteCellForm {
  const { xPx, yPx, radiusPx } = cell;
  const lobeCount = 3 + Math.floor(random() * 3);
  const start = random() * 2 * Math.PI;
  const bend = between(random, 4, 5.2) / lobeCount;
  const lobes = Array.from({ length: lobeCount }, (_, lobe) => {
    const angle = start + bend * lobe;
    const away = radiusPx * between(random, 0.4, 0.52);
    const lobeRadius = radiusPx * between(random, 0.22, 0.3) * (lobeCount > 4 ? 0.88 : 1);
    const disc = {
      xPx: xPx + away * Math.cos(angle),
      yPx: yPx + away * Math.sin(angle),
      radiusPx: lobeRadius,
    };
    return outlineDepth(createOutline(random, disc, { elongation: 1 + 0.5 * random(), roughness: 0.06 }));
  });
  return {
    ...plainForm,
    outline: createOutline(random, cell, { elongation: 1 + 0.15 * random(), roughness: 0.04 }),
    nucleus: lobes.reduce((whole, lobe) => unionDepth(whole, lobe, radiusPx * 0.14)),
    chromatin: between(random, 0.85, 1.05),
    fineGrain: 0.08,
    coarseGrain: 0.16,
    basophilia: 0.06,
    eosin: between(random, 0.3, 0.45),
    granules: 0.5,
  };
}

/** Large, kidney-shaped lacy nucleus, grey-blue cytoplasm with a few vacuoles. */
export function monocyteForm(cell: PlacedWhiteCell, random: Random): WhiteCellForm {
  const { xPx, yPx, radiusPx } = cell;
  const outline = createOutline(random, cell, { elongation: 1 + 0.25 * random(), roughness: 0.08 });
  const angle = random() * 2 * Math.PI;
  const at = (share: number, turn: number) => ({
    xPx: xPx + radiusPx * share * Math.cos(angle + turn),
    yPx: yPx + radiusPx * share * Math.sin(angle + turn),
  });
  const body = createOutline(
    random,
    { ...at(-0.1, 0), radiusPx: radiusPx * 0.7 },
    { elongation: 1.15, roughness: 0.05 },
  );
  const bite = at(between(random, 0.55, 0.75), 0);
  const vacuoles = Array.from({ length: Math.floor(random() * 4) }, () => {
    const place = at(between(random, 0.6, 0.85), between(random, -0.9, 0.9));
    return discDepth(place.xPx, place.yPx, radiusPx * between(random, 0.05, 0.09));
  });
  return {
    ...plainForm,
    outline,
    nucleus: bittenDepth(outlineDepth(body), discDepth(bite.xPx, bite.yPx, radiusPx * 0.42), radiusPx * 0.2),
    chromatin: between(random, 0.68, 0.8),
    fineGrain: 0.08,
    coarseGrain: 0.16,
    vacuoles,
    basophilia: between(random, 0.26, 0.36),
    eosin: 0.1,
    granules: 0.3,
  };
}
