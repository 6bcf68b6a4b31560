import { heatColour } from '../../../main/domain/heatMap.ts';

const stops = Array.from({ length: 9 }, (_, at) => {
  const [red, green, blue] = heatColour(at / 8);
  return `rgb(${red} ${green} ${blue}) ${(at * 100) / 8}%`;
});

/** The colours of heat from least to most, as a CSS background. */
export const heatGradient = `linear-gradient(90deg, ${stops.join(', ')})`;
