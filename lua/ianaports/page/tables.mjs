// The columns of the page's tables, and how they sort records. A table's `sort` is a column's key,
// after "-" for the reverse order, or "".

import { element, grouped } from "./element.mjs";
import { stateOf } from "./layers.mjs";
import { MARKS, flagOf } from "./marks.mjs";
import { portText } from "./ports.mjs";

/** A patch in the colour of a state or mark, for use beside its name. */
export function swatch(id) {
  const shape = MARKS[id]?.shape ?? "square";
  const made = element("span", { class: `swatch shape-${shape}`, "aria-hidden": "true" });
  made.style.backgroundColor = `var(--${id})`;
  return made;
}

function labelled(id, label) {
  return element("span", { class: "labelled" }, swatch(id), label);
}

function textColumn(key, title, value) {
  return {
    key,
    title,
    cell: (record) => value(record) ?? "",
    sortKey: (record) => value(record)?.toLowerCase(),
  };
}

const port = { key: "port", title: "Port", cell: portText, sortKey: (entry) => entry.port_number };
const protocol = textColumn("protocol", "Protocol", (entry) => entry.transport_protocol);
const serviceName = textColumn("name", "Service name", (entry) => entry.service_name);
const description = textColumn("description", "Description", (entry) => entry.description);
const registered = textColumn("registered", "Registered", (entry) => entry.registration_date);
const status = {
  key: "status",
  title: "Status",
  cell: (entry) => labelled(stateOf(entry, entry.port_number), entry.status),
  sortKey: (entry) => entry.status,
};
const count = {
  key: "count",
  title: "Seen",
  cell: (record) => grouped(record.count),
  sortKey: (record) => record.count,
};
const flag = {
  key: "flag",
  title: "Flag",
  cell: (record) => (flagOf(record) ? labelled("flagged", flagOf(record)) : ""),
  sortKey: (record) => flagOf(record) || undefined,
};
const kind = {
  key: "kind",
  title: "Change",
  cell: (change) => labelled(change.kind, change.kind),
  sortKey: (change) => change.kind,
};
const whatChanged = textColumn("description", "What", (change) =>
  change.kind === "changed"
    ? change.columns.map((name) => name.replaceAll("_", " ")).join(", ")
    : (change.entry.description ?? ""),
);

// A column of a change, from a column of its entry.
function ofEntry({ cell, sortKey, ...column }) {
  return {
    ...column,
    cell: (change) => cell(change.entry),
    sortKey: (change) => sortKey(change.entry),
  };
}

/** For the registry's entries. */
export const entryColumns = [port, protocol, serviceName, description, status, registered];

/** For the ports of an input. */
export const inputColumns = [port, protocol, count, serviceName, description, status, flag];

/** For the changes from one registry to another. */
export const changeColumns = [kind, ...[port, protocol, serviceName].map(ofEntry), whatChanged];

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
