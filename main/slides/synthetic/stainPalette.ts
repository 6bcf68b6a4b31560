/** Colours of a stained smear in transmitted light. */
export interface StainPalette {
  /** RGB of the empty field at its brightest, 0..255 */
  readonly background: readonly [number, number, number];
  /** absorbance (natural logarithm) of one unit of each layer in R, G, B */
  readonly haemoglobin: readonly [number, number, number];
  readonly chromatin: readonly [number, number, number];
  readonly basophilia: readonly [number, number, number];
  readonly eosin: readonly [number, number, number];
}

export type StainName = 'lavender' | 'blue-violet' | 'rose';

/* Absorbances are -ln(colour / background) of nuclei, red cells and cytoplasm as Wright-Giemsa smears under
 * three camera settings show them; measured on public smear photographs in 2026, rounded. */
export const stainPalettes: Readonly<Record<StainName, StainPalette>> = {
  lavender: {
    background: [253, 251, 251],
    haemoglobin: [0.27, 0.28, 0.14],
    chromatin: [0.78, 1.3, 0.07],
    basophilia: [0.55, 0.62, 0.05],
    eosin: [0.3, 0.78, 0.1],
  },
  'blue-violet': {
    background: [244, 253, 253],
    haemoglobin: [0.46, 0.36, 0.11],
    chromatin: [0.7, 1.08, 0.04],
    basophilia: [0.85, 0.62, 0.04],
    eosin: [0.28, 0.7, 0.08],
  },
  rose: {
    background: [253, 252, 250],
    haemoglobin: [0.25, 0.22, 0.12],
    chromatin: [0.28, 0.7, 0.03],
    basophilia: [0.4, 0.5, 0.04],
    eosin: [0.2, 0.6, 0.08],
  },
};
