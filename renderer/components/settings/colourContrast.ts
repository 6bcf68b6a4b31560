/** Colours of a Giemsa-stained smear that a mark lies on: plasma, a red cell, the nucleus of a white cell. */
const smearColours = ['#F1ECEA', '#E3B9B4', '#6A4A8F'] as const;

/** Below this a thin line is lost. WCAG 2.1 asks 3:1 of graphics; two of the three grounds can be met at once. */
const leastContrast = 1.6;

/** Whether a mark of this colour is hard to see on a stained smear.
 *  @param colour #RRGGBB */
export function isWeakColour(colour: string): boolean {
  return smearColours.filter((ground) => contrastOf(colour, ground) < leastContrast).length > 1;
}

/** Contrast ratio of two colours, 1 to 21. @see WCAG 2.1, relative luminance */
export function contrastOf(a: string, b: string): number {
  const [high = 0, low = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
