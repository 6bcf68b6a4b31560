/** Screen pixels a PDF point (1/72 inch); 96/72 shows a page in its true size. */
export const zoomSteps = [0.5, 0.75, 1, 1.25, 4 / 3, 1.5, 2, 2.5, 3, 4] as const;

/** True size of paper on a screen of 96 pixels an inch. */
export const trueSize = 96 / 72;

/** The next larger (+1) or smaller (-1) step from any scale; the same at an end. */
export function stepZoom(scale: number, direction: 1 | -1): number {
  const slack = 1e-3;
  const next =
    direction === 1
      ? zoomSteps.find((step) => step > scale + slack)
      : zoomSteps.findLast((step) => step < scale - slack);
  return next ?? scale;
}

/** The scale at which a page is as wide as the room for it, between the smallest and the largest step.
 *  @param pageWidth PDF points */
export function fitWidth(pageWidth: number, roomPx: number): number {
  return Math.min(4, Math.max(0.5, roomPx / pageWidth));
}
