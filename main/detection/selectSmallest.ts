/** What is parted, again and again: a field has sixteen patches of as many values. */
let scratch = new Float32Array(0);

/** The value that stands at a place when the values are sorted, smallest first, without sorting them all (Hoare's
 *  selection).
 *  @returns undefined beyond their number */
export function selectSmallest(values: Float32Array, place: number): number | undefined {
  if (place < 0 || place >= values.length) return undefined;
  if (scratch.length < values.length) scratch = new Float32Array(values.length);
  const part = scratch;
  part.set(values);
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = part[(low + high) >> 1] as number;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((part[left] as number) < pivot) left += 1;
      while ((part[right] as number) > pivot) right -= 1;
      if (left > right) break;
      const held = part[left] as number;
      part[left] = part[right] as number;
      part[right] = held;
      left += 1;
      right -= 1;
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return part[place];
}
