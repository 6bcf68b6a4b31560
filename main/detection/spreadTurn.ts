const goldenSection = (Math.sqrt(5) - 1) / 2;

/** When it is the turn of one of several alike, 0..1: sorted by it, the first few already come from all over their
 *  order, however many there are (multiples of the golden section modulo 1).
 *  @param index 0 or more */
export function spreadTurn(index: number): number {
  return (index * goldenSection) % 1;
}
