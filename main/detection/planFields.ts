import type { PixelBox } from '../domain/cell.ts';
import type { SmearArea } from './findSmearArea.ts';

/** A part of a continuous slide that is searched in one go; full-resolution slide pixels. */
export interface PlannedField {
  /** "x012288 y004096": the upper left corner of its core */
  readonly name: string;
  /** the part that the field answers for; the cores of all fields of a slide touch and never overlap */
  readonly core: PixelBox;
  /** what is looked at: the core and a margin around it, as far as the slide goes */
  readonly window: PixelBox;
}

/** Edge of a core in red cells. With its margins a window is 57 of them, at the cell finder's 20 px a red cell
 *  1144 px: one pass of the network, and at 7.2 µm 0.4 mm. */
const coreRedCells = 51.2;

/** Margin in red cells: a white cell centred on the border of a core shows whole up to 6 red cells across, the
 *  largest that the cell finder believes. */
const marginRedCells = 3;

/** Cores are whole multiples of this: their corners, and so the names of fields, stay readable. */
const coreStepPx = 16;

type SlideSize = { readonly widthPx: number; readonly heightPx: number };

/** The fields of a slide that touch its smear, row by row. Cores lie on a grid from the slide's corner, so that
 *  scans with one ruler have one grid.
 *  @param slide full resolution
 *  @param redCellDiameterPx full-resolution pixels, 1 or more */
export function planFields(
  slide: SlideSize,
  redCellDiameterPx: number,
  area: SmearArea,
): readonly PlannedField[] {
  const corePx = coreEdgePx(redCellDiameterPx);
  const marginPx = Math.ceil(marginRedCells * redCellDiameterPx);
  const fields: PlannedField[] = [];
  for (let yPx = 0; yPx < slide.heightPx; yPx += corePx) {
    for (let xPx = 0; xPx < slide.widthPx; xPx += corePx) {
      const core = clip({ xPx, yPx, widthPx: corePx, heightPx: corePx }, slide);
      if (touchesSmear(core, slide, area))
        fields.push({ name: nameOf(core), core, window: clip(widen(core, marginPx), slide) });
    }
  }
  return fields;
}

/** How many fields the grid of a slide has, with smear or without. */
export function countGridFields(slide: SlideSize, redCellDiameterPx: number): number {
  const corePx = coreEdgePx(redCellDiameterPx);
  return Math.ceil(slide.widthPx / corePx) * Math.ceil(slide.heightPx / corePx);
}

function coreEdgePx(redCellDiameterPx: number): number {
  return Math.max(1, Math.round((coreRedCells * redCellDiameterPx) / coreStepPx)) * coreStepPx;
}

function touchesSmear(core: PixelBox, slide: SlideSize, area: SmearArea): boolean {
  const zoomX = area.widthPx / slide.widthPx;
  const zoomY = area.heightPx / slide.heightPx;
  const lastX = Math.min(area.widthPx, Math.ceil((core.xPx + core.widthPx) * zoomX));
  const lastY = Math.min(area.heightPx, Math.ceil((core.yPx + core.heightPx) * zoomY));
  for (let y = Math.floor(core.yPx * zoomY); y < lastY; y += 1)
    for (let x = Math.floor(core.xPx * zoomX); x < lastX; x += 1)
      if (area.isSmear[y * area.widthPx + x] === 1) return true;
  return false;
}

function nameOf({ xPx, yPx }: PixelBox): string {
  return `x${String(xPx).padStart(6, '0')} y${String(yPx).padStart(6, '0')}`;
}

function widen(box: PixelBox, marginPx: number): PixelBox {
  return {
    xPx: box.xPx - marginPx,
    yPx: box.yPx - marginPx,
    widthPx: box.widthPx + 2 * marginPx,
    heightPx: box.heightPx + 2 * marginPx,
  };
}

function clip(box: PixelBox, slide: SlideSize): PixelBox {
  const xPx = Math.max(0, box.xPx);
  const yPx = Math.max(0, box.yPx);
  return {
    xPx,
    yPx,
    widthPx: Math.min(slide.widthPx, box.xPx + box.widthPx) - xPx,
    heightPx: Math.min(slide.heightPx, box.yPx + box.heightPx) - yPx,
  };
}
