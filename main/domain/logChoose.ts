/** Natural logarithm of the binomial coefficient n over k.
 *  @param k 0..n */
export function logChoose(n: number, k: number): number {
  let sum = 0;
  const m = Math.min(k, n - k);
  for (let i = 1; i <= m; i += 1) sum += Math.log(n - m + i) - Math.log(i);
  return sum;
}
