/** The scale of the bars: fractions 0..1. */
export interface Axis {
  readonly maximum: number;
  readonly ticks: readonly number[];
}

/** Ends of a percent axis and the step of its ticks, in percent. */
const choices = [
  [5, 1],
  [10, 2],
  [20, 5],
  [40, 10],
  [60, 20],
  [100, 25],
] as const;

/** The shortest axis with round ticks that holds a fraction. @param largest 0..1 */
export function chooseAxis(largest: number): Axis {
  const [end, step] = choices.find(([percent]) => percent >= largest * 100) ?? [100, 25];
  const ticks = Array.from({ length: end / step + 1 }, (_, index) => (index * step) / 100);
  return { maximum: end / 100, ticks };
}
