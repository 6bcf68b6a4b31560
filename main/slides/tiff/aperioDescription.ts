/** What a slide's own text says of it. */
export interface AperioDescription {
  /** micrometres a pixel */
  readonly pixelSizeUm: number | undefined;
  /** 20 for a 20x objective */
  readonly objectivePower: number | undefined;
}

export function isAperioDescription(description: string): boolean {
  return description.startsWith('Aperio');
}

/** Reads the description of an Aperio image: its maker's name, a line of sizes, then "name = value" between
 *  vertical bars. */
export function readAperioDescription(description: string): AperioDescription {
  const values = new Map<string, string>();
  for (const part of description.split('|').slice(1)) {
    const equals = part.indexOf('=');
    if (equals > 0) values.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return {
    pixelSizeUm: toPositiveNumber(values.get('MPP')),
    objectivePower: toPositiveNumber(values.get('AppMag')),
  };
}

/** What an image that is no resolution of the smear shows, by the second line of its description.
 *  @returns undefined when it does not say: then it is the thumbnail, or unknown */
export function aperioImageName(description: string): 'label' | 'macro' | undefined {
  const [, secondLine = ''] = description.split('\n');
  return (['label', 'macro'] as const).find((name) => secondLine.trim().startsWith(name));
}

function toPositiveNumber(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
