// The columns of the page's tables, and how they sort records. `sort` is the key of the column by
// which a table is sorted, with "-" before it if the order is reversed; "" if it is not sorted.

import { element, grouped } from "./element.mjs";
import { isUnknown, unknown } from "./entry.mjs";
import { stateOf } from "./layers.mjs";
import { MARKS, flagOf } from "./marks.mjs";
import { portText } from "./ports.mjs";

/** A small patch in the colour of a state or mark, to stand beside its name. */
export function swatch(id) {
  const shape = MARKS[id]?.shape ?? "square";
  const made = element("span", { class: `swatch shape-${shape}`, "aria-hidden": "true" });
  made.style.backgroundColor = `var(--${id})`;
  return made;
}

function labelled(id, label) {
  return element("span", { class: "labelled" }, swatch(id), label);
}

// The widths of columns, by their keys.
const WIDTHS = {
  port: "6.5rem",
  protocol: "5rem",
  count: "4.5rem",
  hosts: "minmax(8rem, 13rem)",
  name: "minmax(7rem, 14rem)",
  detected: "minmax(6rem, 10rem)",
  description: "minmax(8rem, 1fr)",
  status: "8.5rem",
  registered: "9.5rem",
  flag: "minmax(10rem, 1fr)",
  kind: "13.5rem",
};

// A column. Records are sorted by `value(record)`, and `cell(record)` is what a row shows.
function column(key, title, value, cell = (record) => value(record) ?? "") {
  return { key, title, value, cell, width: WIDTHS[key] };
}

function fieldColumn(key, title, field, cell) {
  return column(key, title, (record) => record[field], cell);
}

const port = fieldColumn("port", "Port", "port_number", portText);
const protocol = fieldColumn("protocol", "Protocol", "transport_protocol");
const serviceName = fieldColumn("name", "Service name", "service_name");
const description = fieldColumn("description", "Description", "description");
const registered = fieldColumn("registered", "Registered", "registration_date", (entry) =>
  isUnknown(entry, "registration_date") ? unknown() : (entry.registration_date ?? ""),
);
const count = fieldColumn("count", "Seen", "count", (seen) => grouped(seen.count));
const kind = fieldColumn("kind", "Change", "kind", (change) =>
  labelled(change.kind, MARKS[change.kind].label),
);
const status = fieldColumn("status", "Status", "status", (entry) =>
  labelled(stateOf(entry, entry.port_number), entry.status),
);
const hosts = column(
  "hosts",
  "Hosts",
  ({ hosts: { length } }) => length || undefined,
  (seen) => someOf(seen.hosts),
);
const detected = column(
  "detected",
  "Detected",
  ({ services }) => services[0],
  (seen) => someOf(seen.services),
);
const flag = column("flag", "Why flagged", flagOf, (seen) =>
  flagOf(seen) ? labelled("flagged", seen.flags.join(", ")) : "",
);
const whatChanged = column("description", "What", (change) =>
  change.before && change.after
    ? change.columns.map((name) => name.replaceAll("_", " ")).join(", ")
    : (change.entry.description ?? ""),
);

// The first of some texts, and how many more there are.
function someOf([first = "", ...more]) {
  return more.length > 0 ? `${first} and ${grouped(more.length)} more` : first;
}

// A column of a change, from a column of its entry.
function ofEntry({ key, title, value, cell }) {
  return column(
    key,
    title,
    (change) => value(change.entry),
    (change) => cell(change.entry),
  );
}

/** For the registry's entries. */
export const entryColumns = [port, protocol, serviceName, description, status, registered];

/** For the ports of an input. Hosts and services have columns if the input names any. */
export function inputColumns(ports) {
  const hasServices = ports.some(({ services }) => services.length > 0);
  return [
    port,
    protocol,
    count,
    ...(ports.some((seen) => seen.hosts.length > 0) ? [hosts] : []),
    serviceName,
    hasServices ? detected : description,
    status,
    flag,
  ];
}

/** For the changes from one registry to another. */
export const changeColumns = [kind, ...[port, protocol, serviceName].map(ofEntry), whatChanged];

/** The sort after a click on a column's heading: by the column, then its reverse, then none. */
export function nextSort(sort, key) {
  if (sort === key) {
    return `-${key}`;
  }
  return sort === `-${key}` ? "" : key;
}

// Compares texts without regard to case. Records without a value come last in either order.
function orderBy(value, direction) {
  const comparable = (record) => value(record)?.toLowerCase?.() ?? value(record);
  return (one, other) => {
    const [first, second] = [comparable(one), comparable(other)];
    if (first === second) {
      return 0;
    }
    if (first === undefined || second === undefined) {
      return first === undefined ? 1 : -1;
    }
    return first < second ? -direction : direction;
  };
}

/** The records, sorted. If `sort` names no column, their order stays. */
export function sorted(records, columns, sort) {
  const key = sort.replace(/^-/, "");
  const found = columns.find((candidate) => candidate.key === key);
  return found ? records.toSorted(orderBy(found.value, key === sort ? 1 : -1)) : records;
}
