/** Runs work on what a stream gives, the next ones already under way, and gives results in order. A failure of the
 *  work is thrown when its turn comes.
 *  @param depth how many are under way at most, 1 or more */
export async function* mapAhead<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  depth: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const item of items) {
    const result = run(item);
    // thrown when its turn comes; until then it is not an unhandled rejection
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length < depth) continue;
    const first = underWay.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of underWay) yield await result;
}
