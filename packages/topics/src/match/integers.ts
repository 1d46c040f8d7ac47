/** The same numbers in a table with room for at least `length`; what is added is 0. */
export function growIntegers(table: Int32Array, length: number): Int32Array {
  if (length <= table.length) return table;
  const larger = new Int32Array(Math.max(length, 2 * table.length));
  larger.set(table);
  return larger;
}

/** Index of the first element in [from, to) that is at least `value`; `to` when there is none. Elements rise. */
export function lowerBound(sorted: ArrayLike<number>, value: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
