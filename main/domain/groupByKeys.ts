/** Items that share a key, directly or through others that share one with both, are together.
 *  @returns the groups in the order of their first items; items keep their order */
export function groupByKeys<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => readonly string[],
): readonly (readonly Item[])[] {
  const parents = new Int32Array(items.length).map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parents[at] !== at) {
      const parent = parents[at] ?? at;
      parents[at] = parents[parent] ?? parent; // halves the way for the next that asks
      at = parent;
    }
    return at;
  };
  const firstWithKey = new Map<string, number>();
  for (const [index, item] of items.entries())
    for (const key of keysOf(item)) {
      const first = firstWithKey.get(key);
      if (first === undefined) firstWithKey.set(key, index);
      else {
        const [a, b] = [rootOf(first), rootOf(index)];
        // the earlier one stays the root, so that groups keep the order of their first items
        parents[Math.max(a, b)] = Math.min(a, b);
      }
    }
  const groups = new Map<number, Item[]>();
  for (const [index, item] of items.entries()) {
    const root = rootOf(index);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
