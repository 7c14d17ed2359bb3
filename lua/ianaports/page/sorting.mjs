// Order of records by a column that one has clicked.

/** What a click on a heading asks for: that column, then the reverse, then the order at first. */
export function nextSort(sort, key) {
  if (sort === key) {
    return `-${key}`;
  }
  return sort === `-${key}` ? "" : key;
}

// What has no value stands last in either order.
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

/** The records in the order that `sort` names: a column's key, after "-" for the reverse. */
export function sorted(records, columns, sort) {
  const key = sort.replace(/^-/, "");
  const column = columns.find((candidate) => candidate.key === key);
  if (column === undefined) {
    return records;
  }
  return [...records].sort(orderBy(column.sortKey, sort.startsWith("-") ? -1 : 1));
}
