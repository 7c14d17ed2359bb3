// Sorts records by a column. `sort` is the column's key, after "-" for the reverse order, or "".

/** The sort after a click on a column's heading: by the column, then its reverse, then none. */
export function nextSort(sort, key) {
  if (sort === key) {
    return `-${key}`;
  }
  return sort === `-${key}` ? "" : key;
}

// Records without a value come last in either order.
function orderBy(keyOf, direction) {
  return (one, other) => {
    const [first, second] = [keyOf(one), keyOf(other)];
    if (first === second) {
      return 0;
    }
    if (first === undefined || second === undefined) {
      return first === undefined ? 1 : -1;
    }
    return first < second ? -direction : direction;
  };
}

/** The records, sorted; if `sort` names no column, as they are. */
export function sorted(records, columns, sort) {
  const key = sort.replace(/^-/, "");
  const column = columns.find((candidate) => candidate.key === key);
  if (column === undefined) {
    return records;
  }
  return [...records].sort(orderBy(column.sortKey, sort.startsWith("-") ? -1 : 1));
}
