/** How the picture of the slide is shown; 1 is as it was scanned. Cells and their colours stay as they are. */
export interface ImageLook {
  readonly brightness: number;
  readonly contrast: number;
  /** above 1: dark parts lighter */
  readonly gamma: number;
}

export const asScanned: ImageLook = { brightness: 1, contrast: 1, gamma: 1 };

/** Of the element that holds the gamma curve, see `GammaCurve`. */
export const gammaFilterId = 'viewer-gamma';

/** A CSS filter; empty when nothing is changed, so that nothing is computed either. */
export function filterOf({ brightness, contrast, gamma }: ImageLook): string {
  const parts = [
    brightness === 1 ? '' : `brightness(${brightness})`,
    contrast === 1 ? '' : `contrast(${contrast})`,
    gamma === 1 ? '' : `url(#${gammaFilterId})`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
