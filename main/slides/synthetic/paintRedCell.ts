import type { Random } from '../../domain/randomNumbers.ts';
import { coverage, createOutline, radiusTowards, smoothStep } from './cellShape.ts';
import { boxAround, forEachPixel, type StainLayers } from './stainLayers.ts';
import type { PlacedDisc } from './syntheticCell.ts';

/** Draws a red cell into the layers: a disc, thick at the rim, pale in the middle, lit from one side.
 *  Where two overlap their haemoglobin adds up, as it does in transmitted light. */
export function paintRedCell(layers: StainLayers, disc: PlacedDisc, random: Random): void {
  const elongation = 1 + 0.4 * random() ** 3;
  const isCrenated = random() < 0.07;
  const outline = createOutline(random, disc, { elongation, roughness: isCrenated ? 0.09 : 0.035 });
  const thickness = 0.75 + 0.35 * random();
  const pallor = random() < 0.18 ? 0.3 * random() : 0.5 + 0.45 * random();
  const pallorEdge = 0.5 + 0.35 * random();
  const pinkness = 0.12 * random();
  const [offCentreX, offCentreY] = [(random() - 0.5) * 0.2, (random() - 0.5) * 0.2];
  const lightFrom = random() * 2 * Math.PI;
  const softPx = Math.max(1.2, disc.radiusPx * 0.09);
  forEachPixel(layers, boxAround(disc.xPx, disc.yPx, disc.radiusPx * 1.4), (x, y, index) => {
    const radius = radiusTowards(outline, x, y);
    const [right, down] = [x - disc.xPx, y - disc.yPx];
    const covered = coverage(radius - Math.hypot(right, down), softPx);
    if (covered === 0) return;
    const fromPallor = Math.hypot(right / radius - offCentreX, down / radius - offCentreY);
    const rim = smoothStep(pallorEdge * 0.2, pallorEdge, fromPallor);
    const bevel = 1 + 0.14 * ((right * Math.cos(lightFrom) + down * Math.sin(lightFrom)) / radius);
    const edge = 1 + 0.22 * smoothStep(0.78, 0.95, Math.hypot(right, down) / radius);
    const own = covered * thickness * bevel * edge * (1 - pallor * (1 - rim));
    const below = layers.haemoglobin[index] as number;
    layers.haemoglobin[index] = below + own * (1 - 0.45 * Math.min(1, below));
    layers.eosin[index] = (layers.eosin[index] as number) + own * pinkness;
  });
}

/** Draws a platelet: a small granular violet body. */
export function paintPlatelet(layers: StainLayers, disc: PlacedDisc, random: Random): void {
  const outline = createOutline(random, disc, { elongation: 1 + random(), roughness: 0.15 });
  const strength = 0.25 + 0.3 * random();
  forEachPixel(layers, boxAround(disc.xPx, disc.yPx, disc.radiusPx * 2), (x, y, index) => {
    const depth = radiusTowards(outline, x, y) - Math.hypot(x - disc.xPx, y - disc.yPx);
    const covered = coverage(depth, disc.radiusPx);
    layers.chromatin[index] = (layers.chromatin[index] as number) + covered * strength;
  });
}
