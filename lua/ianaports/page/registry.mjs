// Reads the data that the page holds. `data.lua` describes its form.

import { byId } from "./element.mjs";
import { marksOf } from "./marks.mjs";
import { decodeRecords } from "./records.mjs";
import { readScan } from "./scan.mjs";

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

/**
 * The registry's entries, its contacts by id, and its links by reference; names in common use that
 * are not IANA's; what a snapshot lacks; the input or the changes that the page shows, and their
 * marks on the map.
 */
export function readRegistry() {
  const { values, ...data } = JSON.parse(byId("data").textContent);
  const entries = decodeRecords(data.entries, values);
  const commonNames = Object.values(data.common_names);
  const input = data.input && readScan(data.input, values, { entries, commonNames });
  const changes = data.changes && readChanges(data.changes, values);
  return {
    entries,
    contacts: new Map(Object.entries(data.contacts)),
    links: new Map(Object.entries(data.links)),
    commonNames,
    lacks: data.lacks,
    input,
    changes,
    marks: marksOf({ input, changes }),
  };
}
