import { basename } from 'node:path';
import type { ComputeClient } from '../../main/compute/computeClient.ts';
import type { ScanSlideRequest, ScanSlideResult } from '../../main/compute/messages.ts';
import { computeDetectionFigures, matchBoxes } from '../../main/detection/matchBoxes.ts';
import { type DetectedCell, intersectionOverUnion, type PixelBox } from '../../main/domain/cell.ts';

/** What a scan of a whole slide came to. */
export interface ScannedWhole extends ScanSlideResult {
  /** cells in slide pixels */
  readonly onSlide: readonly DetectedCell[];
}

/** Scans a file through the real compute process. */
export async function scanWholeSlide(
  compute: ComputeClient,
  request: Partial<ScanSlideRequest> & { readonly slidePath: string; readonly modelFolder: string },
): Promise<ScannedWhole> {
  const { slidePath, ...changes } = request;
  const slide = { name: basename(slidePath), path: slidePath, kind: 'image-file' } as const;
  const result = await compute.run('scanSlide', { slide, redCellDiameterPx: undefined, ...changes });
  const onSlide = result.cells.map((cell) => {
    const { xPx = 0, yPx = 0 } = result.fields[cell.fieldIndex] ?? {};
    return { ...cell, xPx: cell.xPx + xPx, yPx: cell.yPx + yPx };
  });
  return { ...result, onSlide };
}

/** How many pairs of boxes are the same cell: 0 where each counts once. */
export function countDoubles(cells: readonly PixelBox[]): number {
  return cells.reduce(
    (sum, cell, i) =>
      sum + cells.slice(i + 1).filter((other) => intersectionOverUnion(cell, other) > 0.45).length,
    0,
  );
}

/** Whether the centre of a box lies in a part of the slide. */
export function holdsCentre(part: PixelBox, { xPx, yPx, widthPx, heightPx }: PixelBox): boolean {
  const [x, y] = [xPx + widthPx / 2 - part.xPx, yPx + heightPx / 2 - part.yPx];
  return x >= 0 && y >= 0 && x < part.widthPx && y < part.heightPx;
}

/** Precision and recall outside parts of the slide that were not searched. */
export function figuresOutside(
  parts: readonly PixelBox[],
  scanned: ScannedWhole,
  labels: readonly PixelBox[],
) {
  const isOutside = (box: PixelBox) => !parts.some((part) => holdsCentre(part, box));
  return computeDetectionFigures([matchBoxes(scanned.onSlide.filter(isOutside), labels.filter(isOutside))]);
}
