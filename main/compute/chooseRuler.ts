import { LabError } from '../domain/labError.ts';
import {
  estimatePixelSize,
  type PixelSize,
  readPixelSize,
  redCellDiameterPxAt,
  redCellWidthUm,
} from '../domain/pixelSize.ts';
import { medianOf } from '../domain/remainingTime.ts';

/** What is known of a slide's scale. */
export interface ScaleSources {
  readonly slideName: string;
  /** as the slide's file says */
  readonly filePixelSize: PixelSize | undefined;
  /** by hand */
  readonly pixelSizeUm: number | undefined;
  /** true: pixelSizeUm is the lab's setting for slides that do not say, not said of this slide */
  readonly isPixelSizeForAll?: boolean;
  readonly redCellDiameterPx: number | undefined;
  /** median width of the red cells in each field in which some were measured, full-resolution pixels */
  readonly measuredPx: readonly number[];
}

/** The scale that a slide is scanned by. */
export interface Ruler {
  /** full-resolution pixels */
  readonly redCellDiameterPx: number;
  readonly pixelSize: PixelSize | undefined;
  readonly warnings: readonly string[];
}

/** Stated and measured width of a red cell may differ by this factor: blood with small or large red cells, 6.2 to
 *  8.2 µm, a smear that shrank, and the spread of the measurement. */
const mostDisagreement = 1.35;

/** The slide's pixel size: from its file, else by hand, else estimated from its red cells. The ruler is the width
 *  of a red cell at that size, unless a person says how wide one is. What is stated is kept where the red cells
 *  disagree with it, and the disagreement told.
 *  @throws LabError 'scale-unknown' when nothing says anything: a guess could turn every class */
export function chooseRuler(sources: ScaleSources): Ruler {
  const { slideName, filePixelSize, measuredPx } = sources;
  const pixelSize = filePixelSize ?? pixelSizeByHand(sources) ?? estimateFrom(sources);
  const redCellDiameterPx =
    sources.redCellDiameterPx ??
    (pixelSize === undefined || pixelSize.origin === 'estimated'
      ? medianOf(measuredPx)
      : redCellDiameterPxAt(pixelSize));
  if (redCellDiameterPx === undefined)
    throw new LabError(
      'scale-unknown',
      `${slideName} shows no red cell to measure the scale by. Say how large a pixel is in the settings of the lab ` +
        '(at a terminal with --pixel-size-um, or how wide a red cell is with --red-cell-px), or check that this is a blood smear.',
    );
  const warnings = [
    ...warnOfUnusedHand(sources),
    ...warnOfDisagreement(sources, { redCellDiameterPx, pixelSize }),
  ];
  return { redCellDiameterPx, pixelSize, warnings };
}

function pixelSizeByHand({ pixelSizeUm, redCellDiameterPx }: ScaleSources): PixelSize | undefined {
  const um =
    pixelSizeUm ?? (redCellDiameterPx === undefined ? undefined : redCellWidthUm / redCellDiameterPx);
  return readPixelSize(um, um, 'manual');
}

function estimateFrom({ measuredPx }: ScaleSources): PixelSize | undefined {
  return measuredPx.length === 0 ? undefined : estimatePixelSize(measuredPx);
}

function warnOfUnusedHand(sources: ScaleSources): readonly string[] {
  const { slideName, filePixelSize, pixelSizeUm, isPixelSizeForAll = false } = sources;
  if (filePixelSize === undefined || pixelSizeUm === undefined || isPixelSizeForAll) return [];
  if (Math.abs(pixelSizeUm / filePixelSize.xUm - 1) < 0.005) return [];
  return [
    `${slideName} says itself that a pixel is ${formatUm(filePixelSize.xUm)} µm wide; the ${formatUm(pixelSizeUm)} µm ` +
      'given by hand were not used.',
  ];
}

function warnOfDisagreement(
  { slideName, measuredPx }: ScaleSources,
  { redCellDiameterPx, pixelSize }: Omit<Ruler, 'warnings'>,
): readonly string[] {
  const measured = medianOf(measuredPx);
  if (measured === undefined) return [];
  const stated = [redCellDiameterPx, ...(pixelSize === undefined ? [] : [redCellDiameterPxAt(pixelSize)])];
  if (stated.every((px) => Math.max(px / measured, measured / px) <= mostDisagreement)) return [];
  const source =
    pixelSize === undefined || pixelSize.origin === 'estimated'
      ? ''
      : ` The pixel size ${pixelSize.origin === 'file' ? 'in the file' : 'given by hand'} is ${formatUm(pixelSize.xUm)} µm.`;
  return [
    `The red cells of ${slideName} were measured ${measured.toFixed(1)} px wide, the scan took them for ` +
      `${redCellDiameterPx.toFixed(1)} px.${source} What was stated was kept; if it is wrong, so are sizes and ` +
      'classes. Give the right size of a pixel in the settings, or the width of a red cell with --red-cell-px.',
  ];
}

function formatUm(um: number): string {
  return String(Number(um.toPrecision(4)));
}
