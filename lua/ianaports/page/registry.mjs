// Reads the data that the page holds. `data.lua` describes its form.

import { byId } from "./element.mjs";
import { marksOf } from "./marks.mjs";

const NUMBERS = new Set(["port_number", "port_last", "port", "count", "preference"]);

function decodeColumn(field, text, strings, records) {
  let value;
  text.split(",").forEach((cell, index) => {
    if (cell === "-") {
      value = undefined;
    } else if (cell !== "") {
      value = NUMBERS.has(field) ? Number(cell) : strings[cell - 1];
    }
    if (value !== undefined) {
      records[index][field] = value;
    }
  });
}

/** An array of records, as objects that have a field for each value, and their index. */
export function decodeRecords({ length, columns }, strings) {
  const records = Array.from({ length }, (_, index) => ({ index }));
  for (const [field, text] of Object.entries(columns)) {
    decodeColumn(field, text, strings, records);
  }
  return records;
}

// Each change has the entry before, the entry after, and as `entry` the one to show.
function readChanges({ kinds, columns, ...encoded }, strings) {
  const before = decodeRecords(encoded.before, strings);
  const after = decodeRecords(encoded.after, strings);
  return kinds.map((kind, index) => ({
    kind,
    columns: columns[index],
    before: before[index],
    after: after[index],
    entry: (kind === "removed" ? before : after)[index],
  }));
}

// An input, whose ports get the names of an entry's fields.
function readInput(input, strings) {
  const ports = decodeRecords(input.ports, strings).map(({ port, protocol, ...rest }) => ({
    ...rest,
    port_number: port,
    transport_protocol: protocol,
  }));
  return { ...input, ports };
}

/**
 * The registry's entries, contacts by id, links by reference; the input or the changes that the page
 * is about; and their marks on the map.
 */
export function readRegistry() {
  const { strings, ...data } = JSON.parse(byId("data").textContent);
  const input = data.input && readInput(data.input, strings);
  const changes = data.changes && readChanges(data.changes, strings);
  return {
    entries: decodeRecords(data.entries, strings),
    contacts: new Map(Object.entries(data.contacts)),
    links: new Map(Object.entries(data.links)),
    input,
    changes,
    marks: marksOf({ input, changes }),
  };
}
