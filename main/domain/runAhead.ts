/** Runs work on items one after the other with the next ones already under way, and gives results in the
 *  order of the items. A failure is thrown when its turn comes.
 *  @param depth how many items may be under way beside the one whose turn it is, 0 or more */
export async function* runAhead<Item, Result>(
  items: readonly Item[],
  depth: number,
  run: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  let next = 0;
  const startNext = () => {
    if (next >= items.length) return;
    const result = run(items[next] as Item);
    next += 1;
    // thrown when its turn comes; until then it is not an unhandled rejection
    result.catch(() => undefined);
    underWay.push(result);
  };
  for (let i = 0; i <= depth; i += 1) startNext();
  for (let result = underWay.shift(); result !== undefined; result = underWay.shift()) {
    yield await result;
    startNext();
  }
}
