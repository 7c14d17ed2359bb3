// Reads the data that the page holds. `data.lua` describes its form.

import { byId } from "./element.mjs";
import { marksOf } from "./marks.mjs";
import { decodeRecords } from "./records.mjs";

// Records that are there. All entries have a status.
function present(records) {
  return records.map((record) => (record.status === undefined ? undefined : record));
}

// The changes. `before` and `after` are the old and the new entry, of which one may be undefined,
// and `entry` is the one to show.
function readChanges({ kinds, columns, ...encoded }, values) {
  const before = present(decodeRecords(encoded.before, values));
  const after = present(decodeRecords(encoded.after, values));
  return kinds.map((kind, index) => ({
    kind,
    columns: columns[index],
    before: before[index],
    after: after[index],
    entry: after[index] ?? before[index],
  }));
}

// An input. The fields of its ports are renamed to those of an entry, for the tables and the map.
function readInput(input, values) {
  const ports = decodeRecords(input.ports, values).map(({ port, protocol, ...rest }) => ({
    ...rest,
    port_number: port,
    transport_protocol: protocol,
  }));
  return { ...input, ports };
}

/**
 * The registry's entries, its contacts by id, and its links by reference; names in common use that
 * are not IANA's; the input or the changes that the page shows, and their marks on the map.
 */
export function readRegistry() {
  const { values, ...data } = JSON.parse(byId("data").textContent);
  const input = data.input && readInput(data.input, values);
  const changes = data.changes && readChanges(data.changes, values);
  return {
    entries: decodeRecords(data.entries, values),
    contacts: new Map(Object.entries(data.contacts)),
    links: new Map(Object.entries(data.links)),
    commonNames: Object.values(data.common_names),
    input,
    changes,
    marks: marksOf({ input, changes }),
  };
}
