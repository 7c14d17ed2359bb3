// The columns of the page's tables.

import { element, grouped } from "./element.mjs";
import { STATES } from "./layers.mjs";
import { MARKS, flagOf } from "./overlay.mjs";
import { portClass, portText } from "./ports.mjs";

function lower(text) {
  return text?.toLowerCase();
}

function textColumn(key, title, value) {
  return {
    key,
    title,
    cell: (record) => value(record) ?? "",
    sortKey: (record) => lower(value(record)),
  };
}

function numberColumn(key, title, value, cell) {
  return { key, title, cell, sortKey: value };
}

/** A patch of the colour of a state or mark, which its name stands beside. */
export function swatch(id) {
  const shape = MARKS[id]?.shape ?? "square";
  return element("span", { class: `swatch swatch-${id} shape-${shape}`, "aria-hidden": "true" });
}

function stateId({ status, port_number: port }) {
  if (status !== "assigned") {
    return status;
  }
  return port !== undefined && portClass(port) === "system" ? "assigned-system" : "assigned-user";
}

function labelled(id, label) {
  return element("span", { class: "labelled" }, swatch(id), label);
}

const statusColumn = {
  key: "status",
  title: "Status",
  cell: (entry) => labelled(stateId(entry), entry.status),
  sortKey: ({ status }) => status,
};

/** For the registry's entries. */
export const entryColumns = [
  numberColumn("port", "Port", ({ port_number: port }) => port, portText),
  textColumn("protocol", "Protocol", (entry) => entry.transport_protocol),
  textColumn("name", "Service name", (entry) => entry.service_name),
  textColumn("description", "Description", (entry) => entry.description),
  statusColumn,
  textColumn("registered", "Registered", (entry) => entry.registration_date),
];

/** For the ports of an input. */
export const inputColumns = [
  numberColumn(
    "port",
    "Port",
    ({ port }) => port,
    ({ port }) => `${port}`,
  ),
  textColumn("protocol", "Protocol", ({ protocol }) => protocol),
  numberColumn(
    "count",
    "Seen",
    ({ count }) => count,
    ({ count }) => grouped(count),
  ),
  textColumn("name", "Service name", (record) => record.service_name),
  textColumn("description", "Description", (record) => record.description),
  {
    ...statusColumn,
    cell: (record) =>
      labelled(stateId({ status: record.status, port_number: record.port }), record.status),
  },
  {
    key: "flag",
    title: "Flag",
    cell: (record) => (flagOf(record) ? labelled("flagged", flagOf(record)) : ""),
    sortKey: (record) => flagOf(record) || undefined,
  },
];

function entryOf({ kind, before, after }) {
  return kind === "removed" ? before : after;
}

function whatChanged({ kind, columns, before, after }) {
  return kind === "changed"
    ? columns.map((name) => name.replaceAll("_", " ")).join(", ")
    : (entryOf({ kind, before, after }).description ?? "");
}

/** For the changes from one registry to another. */
export const changeColumns = [
  {
    key: "kind",
    title: "Change",
    cell: ({ kind }) => labelled(kind, kind),
    sortKey: ({ kind }) => kind,
  },
  numberColumn(
    "port",
    "Port",
    (change) => entryOf(change).port_number,
    (change) => portText(entryOf(change)),
  ),
  textColumn("protocol", "Protocol", (change) => entryOf(change).transport_protocol),
  textColumn("name", "Service name", (change) => entryOf(change).service_name),
  textColumn("description", "What", whatChanged),
];

/** The label of a state. */
export function stateLabel(number) {
  return STATES[number].label;
}
