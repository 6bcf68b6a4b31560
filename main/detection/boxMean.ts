/** A plane of values, row by row. */
export interface Plane {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Float32Array;
}

/** The mean of each value's square neighbourhood, 2 * radiusPx + 1 wide; at the edges of what there is of it. */
export function boxMean(plane: Plane, radiusPx: number): Plane {
  return averageDown(averageAcross(plane, radiusPx), radiusPx);
}

function averageAcross({ widthPx, heightPx, values }: Plane, radiusPx: number): Plane {
  const result = new Float32Array(values.length);
  for (let y = 0; y < heightPx; y += 1) {
    const first = y * widthPx;
    const last = first + widthPx - 1;
    let sum = 0;
    for (let at = first; at < Math.min(last + 1, first + radiusPx); at += 1) sum += values[at] as number;
    for (let at = first; at <= last; at += 1) {
      const [entering, leaving] = [at + radiusPx, at - radiusPx - 1];
      if (entering <= last) sum += values[entering] as number;
      if (leaving >= first) sum -= values[leaving] as number;
      result[at] = sum / (Math.min(last, entering) - Math.max(first, leaving + 1) + 1);
    }
  }
  return { widthPx, heightPx, values: result };
}

/** All columns together, row by row: memory is read in its own order. */
function averageDown({ widthPx, heightPx, values }: Plane, radiusPx: number): Plane {
  const result = new Float32Array(values.length);
  const sums = new Float64Array(widthPx);
  const addRow = (y: number, sign: 1 | -1) => {
    for (let x = 0; x < widthPx; x += 1)
      sums[x] = (sums[x] as number) + sign * (values[y * widthPx + x] as number);
  };
  for (let y = 0; y < Math.min(radiusPx, heightPx); y += 1) addRow(y, 1);
  for (let y = 0; y < heightPx; y += 1) {
    const [entering, leaving] = [y + radiusPx, y - radiusPx - 1];
    if (entering < heightPx) addRow(entering, 1);
    if (leaving >= 0) addRow(leaving, -1);
    const count = Math.min(heightPx - 1, entering) - Math.max(0, leaving + 1) + 1;
    for (let x = 0; x < widthPx; x += 1) result[y * widthPx + x] = (sums[x] as number) / count;
  }
  return { widthPx, heightPx, values: result };
}
