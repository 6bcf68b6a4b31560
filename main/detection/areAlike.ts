/** Whether the largest of some positive numbers is at most `factor` times the smallest. */
export function areAlike(values: readonly number[], factor: number): boolean {
  return Math.max(...values) <= factor * Math.min(...values);
}
