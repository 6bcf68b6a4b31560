/** Runs work on items one after the other with the next ones already under way, and gives results in the
 *  order of the items. A failure is thrown when its turn comes.
 *  @param items a list, or a stream of which no more is taken than is under way
 *  @param depth how many items may be under way beside the one whose turn it is, 0 or more */
export async function* runAhead<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  depth: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const item of items) {
    const result = run(item);
    // thrown when its turn comes; until then it is not an unhandled rejection
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length <= depth) continue;
    const first = underWay.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of underWay) yield await result;
}
